"""Argo CD's health checks in Lua, run without Argo CD. The only part that imports lupa."""

from argowave.health.sandbox import Script, compile_script, run_health
from argowave.health.status import Health, HealthStatus

__all__ = ["Health", "HealthStatus", "Script", "compile_script", "run_health"]
