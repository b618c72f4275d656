"""argv → exit code; wiring only."""

from __future__ import annotations

import gc
import sys

_OBJECTS = 50_000  # new ones that are left, after which Python looks for garbage


def entrypoint() -> None:
    """Run `argowave` with the process's own arguments."""
    # what takes memory holds no cycles, and looking for some takes a tenth of the time
    gc.set_threshold(_OBJECTS)
    try:
        # here, so that an interrupt while they are imported is one like any other
        from argowave.process.ending import end_as_interrupted  # noqa: PLC0415 (see above)

        end_as_interrupted()
        from argowave.commands import main  # noqa: PLC0415 (see above)

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        code = 130  # 128 + SIGINT, as shells report it
    except Exception:  # noqa: BLE001 (whatever it is: Python's own exit code 1 would say findings)
        code = _own_fault()
    # `python -m` ends with a signal of its own where an interrupt has left a text that Python runs,
    # as each dataclass's methods are; the next such text takes that note away (pythonrun.c,
    # run_eval_code_obj)
    eval("0")  # noqa: S307 (a constant)
    gc.freeze()  # the interpreter would look for garbage once more, 12 ms, before all memory goes
    sys.exit(code)


def _own_fault() -> int:
    """Say what nobody has foreseen, with what is needed to mend it; return the exit code."""
    import traceback  # noqa: PLC0415 (hardly ever)

    traceback.print_exc()
    sys.stderr.write(
        "error: this is a fault of argowave, whatever it was given\n"
        "  report it with the lines above, and with what it was looking at\n"
    )
    return 2


if __name__ == "__main__":
    entrypoint()
