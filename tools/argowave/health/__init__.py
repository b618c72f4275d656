"""Argo CD's health checks in Lua, run without Argo CD. In a child; only sandbox.py imports lupa."""

from argowave.health.script import Script, compile_script, run_health
from argowave.health.status import Health, HealthStatus

__all__ = ["Health", "HealthStatus", "Script", "compile_script", "run_health"]
