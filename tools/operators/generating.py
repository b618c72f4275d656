"""Go types → definitions, with controller-gen, as operators make their own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.schema.inputs import Input, crds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operators.modules import Module

CONTROLLER_GEN: Final = "sigs.k8s.io/controller-tools/cmd/controller-gen@v0.23.0"
# floats may be had, and metadata of templates has its fields, whatever the operator's own flags
_OPTIONS: Final = (
    "crd:allowDangerousTypes=true,generateEmbeddedObjectMeta=true,"
    "ignoreUnexportedFields=true,maxDescLen=0"
)


def install_generator(folder: Path) -> Path:
    """Build controller-gen into `folder` and return the program.

    Raises:
        OSError, subprocess.CalledProcessError: there is no Go, or it cannot build it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _run(Path(), "go", "install", CONTROLLER_GEN, GOBIN=str(folder))
    return folder / "controller-gen"


def generate(module: Module, generator: Path) -> Iterator[dict[str, Any]]:
    """Give each CustomResourceDefinition that a module's types make.

    A module of our own imports the packages, so that Go fetches them and what they need.

    Raises:
        OSError, subprocess.CalledProcessError: as in install_generator.
        SchemaError: what was made cannot be read.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "go.mod").write_text("module operators\n", "utf-8")
        imports = "".join(f'import _ "{each}"\n' for each in module.imports)
        (folder / "types.go").write_text(f"package operators\n\n{imports}", "utf-8")
        _run(folder, "go", "get", *(f"{each}@{module.version}" for each in module.imports))
        paths = (f"paths={each}" for each in module.imports)
        output = f"output:crd:dir={folder / 'made'}"
        command = (str(generator), _OPTIONS, *paths, output)
        _run(folder, *command, check=not module.broken, GOFLAGS="-mod=mod")
        for path in sorted((folder / "made").iterdir()):
            for _, crd in crds_of(Input(module.source, path.read_bytes())):
                if crd["spec"]["names"]["kind"] not in module.broken:
                    yield crd


def _run(folder: Path, *command: str, check: bool = True, **settings: str) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        check=check,
        capture_output=True,
        encoding="utf-8",
    )
