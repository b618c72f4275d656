"""A machine → what it has, what is missing and what to do about it."""

from argowave.doctor.probes import Probe, probe

__all__ = ["Probe", "probe"]
