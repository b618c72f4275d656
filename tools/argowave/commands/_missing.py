"""A package that is not installed, or does not load → one line that says which, and what to do."""

from __future__ import annotations

import sys
from typing import Final

from argowave.scarcity import memory_advice

# module → distribution, of what argowave needs without any extra; Helm's is asked in a child
_NEEDED: Final = {
    "jinja2": "jinja2",
    "jsonschema": "jsonschema",
    "jsonschema_rs": "jsonschema-rs",
    "lupa": "lupa",
    "yaml": "pyyaml",
    "yaml_rs": "yaml-rs",
}
_EXTRAS: Final = {"flow": "argowave[flow]", "rehearse": "argowave[rehearse]"}  # command → its extra


def describe_missing(error: ImportError, command: str) -> str:
    """Return what to tell of a failed import, "" where it is a fault of argowave's own.

    Args:
        error: what the import raised.
        command: the command that needs it.
    """
    module = (error.name or "").partition(".")[0]
    absent = isinstance(error, ModuleNotFoundError)
    if module == "argowave" or (absent and not module):
        return ""
    if module in sys.stdlib_module_names:
        return f"this Python has no {module}, and {command} needs it: install one that has it"
    name = _NEEDED.get(module, module) or "a package"
    if not absent:
        wanted = _NEEDED.get(module) or _EXTRAS.get(command, "argowave")
        again = memory_advice() or f"pip install --force-reinstall '{wanted}'"
        return f"{name} cannot be loaded, and {command} needs it ({error}): {again}"
    if module not in _NEEDED:
        wanted = _EXTRAS.get(command, module)
        return f"{name} is not installed, and {command} needs it: pip install '{wanted}'"
    others = [each for key, each in _NEEDED.items() if key != module and not _is_there(key)]
    also = f" (nor is {', '.join(others)})" if others else ""
    all_of_them = " ".join((name, *others))
    return f"{name} is not installed, and {command} needs it{also}: pip install {all_of_them}"


def _is_there(module: str) -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 (only where something is missing)

    try:
        return find_spec(module) is not None
    except ImportError:
        return False
