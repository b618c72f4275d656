"""A machine → what it has, what is missing and what to do about it.

```
programs, libraries (what is found) ─▶ probes (what it is needed for) ─▶ Probe
```
"""

from argowave.doctor.probes import Probe, probe_all

__all__ = ["Probe", "probe_all"]
