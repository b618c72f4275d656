"""The schemas of operators' kinds, made from the Go types that operators publish as modules.

What lint needs of each definition goes into the store, with the module and its version as source.

    python -m operators.make [--modules FILE] [--store FOLDER] [--programs FOLDER]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from argowave.errors import ToolError
from argowave.schema.adding import Input, make_crds
from argowave.schema.definitions import OPERATORS
from argowave.schema.files import write_files
from operators.generating import generate, install_generator
from operators.laxer import make_laxer
from operators.modules import read_modules

MODULES = Path(__file__).with_name("modules.toml")


def main() -> int:
    """Make the whole store afresh, or leave it as it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--modules", type=Path, default=MODULES, metavar="FILE")
    parser.add_argument("--store", type=Path, default=OPERATORS, metavar="FOLDER")
    parser.add_argument("--programs", type=Path, default=Path(".cache/bin"), metavar="FOLDER")
    given = parser.parse_args()
    try:
        number = make(given.modules, given.store, given.programs.resolve())
    except subprocess.CalledProcessError as error:
        print(error.stderr or error, file=sys.stderr)
        return 2
    except (ToolError, OSError, tomllib.TOMLDecodeError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{number} schemas in {given.store}", file=sys.stderr)
    return 0


def make(modules: Path, store: Path, programs: Path) -> int:
    """Write the schemas of all modules into a store and return how many they are."""
    generator = install_generator(programs)
    inputs = []
    for module in read_modules(modules):
        print(module.source, file=sys.stderr)
        for crd in generate(module, generator):
            data = json.dumps(make_laxer(crd, module)).encode()
            inputs.append(Input(module.source, data))
    made = make_crds(inputs)
    write_files(store, made.files, made.lock)
    return len(made.kinds)


if __name__ == "__main__":
    sys.exit(main())
