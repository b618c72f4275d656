"""Runs argowave with the paths of Windows on a POSIX system: `python windows.py ARGUMENT...`.

Paths are WindowsPath, os.path is ntpath, and drive Z: is the root of this system, as Wine has it.
Files, processes and native libraries are those of this system, so what is seen is what becomes
of paths and nothing else. The modules of others are imported before, as those who made them
answer for them.
"""

from __future__ import annotations

import builtins
import functools
import glob
import io
import ntpath
import os
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

DRIVE = "Z:"
ONE = (
    *("access", "chdir", "chmod", "listdir", "lstat", "mkdir", "open", "rmdir", "stat"),
    *("truncate", "unlink", "remove", "utime"),
)
TWO = ("link", "rename", "replace", "symlink")
VARIABLES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "ARGOWAVE_CACHE_DIR")


def down(path: Any) -> Any:  # noqa: ANN401 (whatever os takes for a path)
    r"""Return this system's path for one of Windows: Z:\tmp\a is /tmp/a."""
    if isinstance(path, int) or path is None:
        return path
    text = os.fspath(path)
    if isinstance(text, bytes):
        return os.fsencode(down(os.fsdecode(text)))
    return text.removeprefix(DRIVE).replace("\\", "/")


def up(path: str) -> str:
    r"""Return the path of Windows: /tmp/a is Z:\tmp\a."""
    drive = DRIVE if path.startswith("/") else ""
    return drive + path.replace("/", "\\")


class Entry:
    """An os.DirEntry whose path is one of Windows."""

    def __init__(self, entry: Any, folder: str) -> None:  # noqa: ANN401 (os has no class for it)
        self._entry = entry
        self.name: str = entry.name
        self.path = ntpath.join(folder, entry.name)

    def __fspath__(self) -> str:
        return self.path

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (is_dir, is_file, stat and others)
        return getattr(self._entry, name)


class Scan:
    """What os.scandir returns."""

    def __init__(self, found: Any, folder: str) -> None:  # noqa: ANN401 (as above)
        self._found = found
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._found.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Entry:
        return Entry(next(self._found), self._folder)

    def close(self) -> None:
        self._found.close()


def translated(function: Callable[..., Any], paths: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (any function of os)
        words = [down(each) for each in arguments[:paths]]
        try:
            return function(*words, *arguments[paths:], **named)
        except OSError as error:
            if isinstance(error.filename, str):
                error.filename = up(error.filename)
            raise

    return call


def translate_files() -> None:
    scandir, getcwd, readlink = os.scandir, os.getcwd, os.readlink
    for name in ONE:
        setattr(os, name, translated(getattr(os, name), 1))
    for name in TWO:
        setattr(os, name, translated(getattr(os, name), 2))

    def scan(path: Any = ".") -> Scan:  # noqa: ANN401 (as os has it)
        return Scan(scandir(down(path)), "" if isinstance(path, int) else os.fspath(path))

    def realpath(path: Any, *, strict: bool = False) -> str:  # noqa: ANN401 (as os has it)
        return up(real(down(path), strict=strict))

    real = untouched_realpath()
    replaced: dict[str, Any] = {
        "scandir": scan,
        "getcwd": lambda: up(getcwd()),
        "readlink": lambda path, **named: up(readlink(down(path), **named)),
    }
    for name, function in replaced.items():
        setattr(os, name, function)
    ntpath.realpath = realpath  # type: ignore[assignment] # (it does less than the real one)
    ntpath.abspath = lambda path: ntpath.normpath(  # type: ignore[assignment] # (as above)
        ntpath.join(os.getcwd(), os.fspath(path))  # noqa: PTH109 (it is what is made here)
    )
    io.open = builtins.open = translated(builtins.open, 1)


def untouched_realpath() -> Callable[..., str]:
    """Return posixpath.realpath with this system's own lstat, readlink and getcwd."""

    class System:
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (any name of os)
            return untouched.get(name) or getattr(os, name)

    untouched: dict[str, Any] = {
        "path": posixpath,
        **{name: getattr(os, name) for name in ("lstat", "readlink", "getcwd", "stat")},
    }
    namespace: dict[str, Any] = dict(vars(posixpath))
    namespace["os"] = System()
    for name in ("realpath", "_joinrealpath", "abspath"):
        if function := getattr(posixpath, name, None):
            copy = type(function)(function.__code__, namespace, name, function.__defaults__)
            copy.__kwdefaults__ = function.__kwdefaults__
            namespace[name] = copy
    found: Callable[..., str] = namespace["realpath"]
    return found


def which(program: str, folders: list[str]) -> str:
    """Return a program's path on this system, the name itself where it is not found."""
    paths = [posixpath.join(down(folder), program) for folder in folders]
    return next((path for path in paths if posixpath.isfile(path)), program)


def translate_programs() -> None:
    start = subprocess.Popen.__init__

    def plain(word: Any) -> Any:  # noqa: ANN401 (a word of a command)
        if not isinstance(word, (str, os.PathLike)):
            return word
        text = os.fspath(word)
        return re.sub(r"Z:[\\/][^\s:;]*", lambda match: down(match[0]), text)

    def popen(self: Any, args: Any, *rest: Any, **named: Any) -> None:  # noqa: ANN401 (as it is)
        variables = named.get("env") or dict(os.environ)
        words = [plain(each) for each in args]
        if words[:2] == [sys.executable, "-c"]:  # a child of argowave, which has the same paths
            words.insert(1, __file__)
        words[0] = which(words[0], variables.get("PATH", "").split(";"))
        named["env"] = {
            name: ":".join(map(down, text.split(";"))) if name == "PATH" else plain(text)
            for name, text in variables.items()
        }
        named["cwd"] = down(named.get("cwd"))
        start(self, words, *rest, **named)

    subprocess.Popen.__init__ = popen  # type: ignore[method-assign] # (that is the purpose)


def translate_helm() -> None:
    """Let Helm, which is this system's own, find what it is given."""
    import helm_python  # noqa: PLC0415 (as in import_others)

    load, parse = helm_python.Chart.load, helm_python.parse_set_file
    helm_python.Chart.load = lambda path: load(down(path))  # type: ignore[method-assign] # (what Windows would be given)
    helm_python.parse_set_file = lambda expression: parse(expression.replace(f"{DRIVE}/", "/"))


def translate_globs(scandir: object) -> None:
    """Have pathlib look into folders by what os has now; Python 3.13 keeps what it had."""
    globber = getattr(glob, "_StringGlobber", None)
    if globber is not None:
        globber.add_slash = staticmethod(lambda path: ntpath.join(path, ""))
        globber.lstat = staticmethod(os.lstat)
        if globber.scandir is scandir:
            globber.scandir = staticmethod(os.scandir)


def become_windows() -> None:
    scandir = os.scandir
    translate_files()
    translate_globs(scandir)
    translate_programs()
    translate_helm()
    shutil._use_fd_functions = False  # type: ignore[attr-defined] # noqa: SLF001 (not there)
    for name in VARIABLES:
        if name in os.environ:
            os.environ[name] = up(os.environ[name])
    os.environ["USERPROFILE"] = os.environ.get("HOME", "Z:\\")
    os.environ["PATH"] = ";".join(map(up, os.environ["PATH"].split(":")))
    os.name, os.sep, os.altsep, os.pathsep = "nt", "\\", "/", ";"
    os.path = ntpath
    sys.modules["os.path"] = ntpath
    flavour: Any = getattr(pathlib.PureWindowsPath, "_flavour", None)
    if hasattr(flavour, "is_supported"):  # Python 3.11
        flavour.is_supported = True
    if "__new__" in vars(pathlib.WindowsPath):  # Python 3.13
        del pathlib.WindowsPath.__new__


def import_others() -> None:
    """Import what argowave uses, so that none of it sees another system."""
    import asyncio  # noqa: F401, PLC0415 (as said above)
    import concurrent.futures.process  # noqa: F401, PLC0415 (as above)
    import http.server  # noqa: F401, PLC0415 (as above)
    import multiprocessing.pool  # noqa: F401, PLC0415 (as above)
    import tarfile  # noqa: F401, PLC0415 (as above)
    import tempfile  # noqa: F401, PLC0415 (as above)
    import urllib.request  # noqa: F401, PLC0415 (as above)
    import zipfile  # noqa: F401, PLC0415 (as above)

    import helm_python  # noqa: F401, PLC0415 (as above)
    import jinja2  # noqa: F401, PLC0415 (as above)
    import jsonschema  # noqa: F401, PLC0415 (as above)
    import jsonschema_rs  # noqa: F401, PLC0415 (as above)
    import lupa.lua52  # type: ignore[import-untyped] # noqa: F401, PLC0415 (lupa ships no types)
    import yaml  # noqa: F401, PLC0415 (as above)
    import yaml_rs  # noqa: F401, PLC0415 (as above)


if __name__ == "__main__":
    import_others()
    os.sched_setaffinity(
        0, [min(os.sched_getaffinity(0))]
    )  # as a process that is spawned would have the paths of POSIX
    become_windows()
    assert str(pathlib.Path("a/b")) == "a\\b"
    if sys.argv[1:2] == ["-c"]:
        exec(sys.argv[2])  # noqa: S102 (as Python does)
        sys.exit(0)
    from argowave.commands import main

    sys.exit(main(sys.argv[1:]))
