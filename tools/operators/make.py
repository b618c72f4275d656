"""The schemas of operators' kinds, made from the Go types that operators publish as modules.

controller-gen writes a CustomResourceDefinition for each type, as the operators themselves have it
done; what lint needs of that goes into the store, with the module and its version as the source.

    python tools/operators/make.py [--modules FILE] [--store FOLDER] [--programs FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import ToolError
from argowave.schema.adding import Input, make_crds
from argowave.schema.definitions import OPERATORS
from argowave.schema.files import write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROLLER_GEN: Final = "sigs.k8s.io/controller-tools/cmd/controller-gen@v0.20.0"
# what an operator's own flags may make laxer is made so for all: floats may be had, and metadata
# of templates has its fields
OPTIONS: Final = (
    "crd:allowDangerousTypes=true,generateEmbeddedObjectMeta=true,"
    "ignoreUnexportedFields=true,maxDescLen=0"
)


@dataclass(frozen=True, slots=True)
class Module:
    """A Go module with the types of an operator's kinds."""

    path: str
    version: str
    packages: tuple[str, ...]  # below the module's path

    @property
    def source(self) -> str:
        """Where a reader finds these types."""
        return f"https://pkg.go.dev/{self.path}@{self.version}"


def main() -> int:
    """Make the whole store afresh, or leave it as it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    here = Path(__file__).parent
    parser.add_argument("--modules", type=Path, default=here / "modules.toml", metavar="FILE")
    parser.add_argument("--store", type=Path, default=OPERATORS, metavar="FOLDER")
    parser.add_argument("--programs", type=Path, default=Path(".cache/bin"), metavar="FOLDER")
    given = parser.parse_args()
    try:
        generator = _generator(given.programs.resolve())
        inputs = [each for module in _read(given.modules) for each in _crds(module, generator)]
        made = make_crds(inputs)
        write_files(given.store, made.files, made.lock)
    except subprocess.CalledProcessError as error:
        print(error.stderr or error, file=sys.stderr)
        return 2
    except (ToolError, OSError, tomllib.TOMLDecodeError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(made.kinds)} schemas in {given.store}", file=sys.stderr)
    return 0


def _read(path: Path) -> list[Module]:
    tables = tomllib.loads(path.read_text("utf-8"))["module"]
    return [Module(each["path"], each["version"], tuple(each["packages"])) for each in tables]


def _generator(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    _go(Path(), "install", CONTROLLER_GEN, GOBIN=str(folder))
    return folder / "controller-gen"


def _crds(module: Module, generator: Path) -> Iterator[Input]:
    """Give each definition that a module's types make; a module of our own has to ask for them."""
    packages = [f"{module.path}/{each}" for each in module.packages]
    print(module.source, file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "go.mod").write_text("module operators\n", "utf-8")
        imports = "".join(f'import _ "{each}"\n' for each in packages)
        (folder / "types.go").write_text(f"package operators\n\n{imports}", "utf-8")
        _go(folder, "get", *(f"{each}@{module.version}" for each in packages))
        made = folder / "made"
        paths = (f"paths={each}" for each in packages)
        _run(folder, str(generator), OPTIONS, *paths, f"output:crd:dir={made}", GOFLAGS="-mod=mod")
        for path in sorted(made.iterdir()):
            yield Input(module.source, path.read_bytes())


def _go(folder: Path, *words: str, **settings: str) -> None:
    _run(folder, "go", *words, **settings)


def _run(folder: Path, *command: str, **settings: str) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
