"""A seeded mangler: one repository in, the same with something wrong with it out."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**30, "", " ", "x", "~", "-"),
    *("..", "/", ".", "../..", "/etc", "~root", "a\0b", "a\nb", "\udcff", "\U0001f600", "*" * 50),
    *("x" * 5000, "{{", "{{ .x }}", "$", "${", "$values/../..", "[", "https://[::1", "git@", ":"),
    *([], [None], [[]], ["x"], [{}], {}, {"a": {}}, {"": ""}, {1: 2}, {None: None}, [[[[]]]]),
)
TEXTS: tuple[bytes, ...] = (
    *(b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r", b"---", b"--- ---", b"...", b"\t- a"),
    *(b"!!python/object:os.system x", b"? [a]\n: b\n", b"a: &a [*a]\n", b"*x", b"%YAML 9.9\n---"),
    *(b"[" * 20_000, b"{a: " * 5_000, b"- " * 5_000, b"a: b: c", b"key: " + b"9" * 10_000),
    *(b"? " * 2_000, b"'" * 999, b"x" * 300_000 + b": 1", b"a: !!binary x\n", b"<<: {a: 1}\n"),
    b"".join(b" " * depth + b"a:\n" for depth in range(1_500)),
    b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9))
                                 for n in range(1, 30)),
    b"kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata: {name: 1}\nspec: []\n",
    b"kind: ApplicationSet\napiVersion: argoproj.io/v1alpha1\nspec: {generators: [{}]}\n",
    b"kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nspec: {versions: 1}\n",
    b"kind: List\napiVersion: v1\nitems: [[], 1, {kind: List, items: {}}]\n",
    b'{{ include "x" . }}', b'{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
    b"resources: [., .., ../.., 1, {}]\nkind: Kustomization\n", b"name: x\nversion: []\n",
)  # fmt: skip
NAMES = ("a b.yaml", "-rf.yaml", "new\nline.yaml", "\U0001f600.yaml", "A" * 200 + ".yaml",
         "Chart.yaml", "kustomization.yaml", "values.schema.json", ".argocd-source.yaml",
         "a\x1b[31m.yaml", "templates", "charts", "x.jsonnet", "%s.yaml", "plugin.yaml",
         "Chart.lock")  # fmt: skip


def files_of(repository: Path) -> list[Path]:
    """Return the regular files, in order; git's own are no part of what is looked at."""
    return sorted(
        path
        for path in repository.rglob("*")
        if path.is_file() and not path.is_symlink() and ".git" not in path.parts
    )


def mangle(repository: Path, chance: random.Random, times: int) -> list[str]:
    """Do something to a repository several times; return what was done, for whoever looks on."""
    done = []
    for _ in range(times):
        files = files_of(repository)
        if not files:
            break
        path = chance.choice(files)
        step = chance.choice(STEPS)
        done.append(f"{step.__name__} {path.relative_to(repository)}")
        step(path, chance)
    return done


def spoil_value(path: Path, chance: random.Random) -> None:
    """Put something odd at one place of a document, at any depth."""
    try:
        documents = list(yaml.safe_load_all(path.read_bytes()))
    except (yaml.YAMLError, ValueError, RecursionError):
        return spoil_bytes(path, chance)
    places = [(holder, key) for document in documents for holder, key in _places(document)]
    if not places:
        return None
    holder, key = chance.choice(places)
    if chance.random() < 0.15 and isinstance(holder, dict):
        holder[chance.choice((1, None, True, "x" * 9000, "", "a\0b"))] = holder.pop(key)
    else:
        holder[key] = chance.choice(ODD)
    text = yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return None


def _places(value: object) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]]
    if isinstance(value, dict):
        found = [(value, key) for key in value]
    elif isinstance(value, list):
        found = [(value, index) for index in range(len(value))]
    else:
        return []
    return found + [place for holder, key in list(found) for place in _places(holder[key])]


def spoil_bytes(path: Path, chance: random.Random) -> None:
    """Overwrite a few bytes."""
    data = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 9)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    """Cut a file off."""
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) + 1)])


def replace_text(path: Path, chance: random.Random) -> None:
    """Put another text in place of a file's."""
    path.write_bytes(chance.choice(TEXTS))


def append_text(path: Path, chance: random.Random) -> None:
    """Put another document after a file's."""
    path.write_bytes(path.read_bytes() + b"\n---\n" + chance.choice(TEXTS))


def add_file(path: Path, chance: random.Random) -> None:
    """Add a file with an odd name beside another."""
    beside = path.with_name(chance.choice(NAMES))
    if not beside.exists():
        beside.write_bytes(chance.choice((path.read_bytes(), *TEXTS)))


def add_bytes_name(path: Path, chance: random.Random) -> None:
    """Add a file whose name is no UTF-8."""
    name = chance.choice((b"\xff.yaml", b"\xc3\x28.yaml"))
    shutil.copy(path, path.with_name(os.fsdecode(name)))


def change_case(path: Path, chance: random.Random) -> None:
    """Add a file whose name differs in its case only."""
    del chance
    shutil.copy(path, path.with_name(path.name.swapcase()))


def remove(path: Path, chance: random.Random) -> None:
    """Remove a file."""
    del chance
    path.unlink()


def link(path: Path, chance: random.Random) -> None:
    """Put a link in place of a file: to itself, to a folder above, out, to nothing, a device."""
    path.unlink()
    targets = (path.name, ".", "..", "../..", "/etc/passwd", "/", "nowhere", "/dev/zero", "a\\b")
    path.symlink_to(chance.choice(targets))


def link_folder(path: Path, chance: random.Random) -> None:
    """Add a link to a folder: to itself, or to one that holds it."""
    made = path.with_name(f"linked-{chance.randrange(99)}")
    if not made.is_symlink():
        made.symlink_to(chance.choice((".", "..", made.name, "/usr", "../..")))


def turn_into_folder(path: Path, chance: random.Random) -> None:
    """Put a folder of the same name in place of a file."""
    del chance
    path.unlink()
    path.mkdir()


def turn_into_pipe(path: Path, chance: random.Random) -> None:
    """Put a pipe in place of a file, which nobody ever writes to."""
    del chance
    path.unlink()
    os.mkfifo(path)


def exchange(path: Path, chance: random.Random) -> None:
    """Put another file of the repository in place."""
    others = files_of(path.parent.parent)
    path.write_bytes(chance.choice(others or [path]).read_bytes())


def nest(path: Path, chance: random.Random) -> None:
    """Put a deep tree of folders beside a file."""
    del chance
    folder = path.parent
    for _ in range(40):
        folder /= "deeper"
        if len(str(folder)) > 900:
            return
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder / path.name)


STEPS: tuple[Callable[[Path, random.Random], None], ...] = (
    *([spoil_value] * 10),
    *(spoil_bytes, spoil_bytes, truncate, replace_text, replace_text, append_text, append_text),
    *(add_file, add_file, add_bytes_name, change_case, remove, link, link, link_folder),
    *(turn_into_folder, turn_into_pipe, exchange, exchange, nest),
)
