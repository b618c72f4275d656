"""Run a command beside a LocalStack that nobody else can reach.

    PYTHONPATH=tests python -m engine.serve COMMAND…   # finds it at http://127.0.0.1:4566

Both run in a network namespace of their own, because LocalStack listens on all interfaces whatever
it is told; and in a process namespace, which ends with the command and takes everything along.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from engine.install import LIBRARIES, NAMESPACES, PYTHON

URL = "http://127.0.0.1:4566"
_START = 60.0  # seconds that it may take; 1.5 to 5 on an idle laptop
_STOP = 15.0
_SETTINGS = {
    "SERVICES": "sns,sqs,dynamodb,sts,cloudwatch",
    "EAGER_SERVICE_LOADING": "0",
    "RUNTIME_COMPONENTS": "aws",
    "OVERRIDE_IN_DOCKER": "0",
    "DISABLE_EVENTS": "1",
    "SKIP_SSL_CERT_DOWNLOAD": "1",
    "DNS_ADDRESS": "0",
    "SQS_ENDPOINT_STRATEGY": "off",  # as docs/clusters.md says
    "DYNAMODB_IN_MEMORY": "1",
    "DYNAMODB_LOCAL_PORT": "4567",
    "PROVIDER_OVERRIDE_DYNAMODB": "v2",  # the other one hangs on a table with a stream
}


def main() -> None:
    """Run the command in namespaces of its own, and end as it ends."""
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(beside_localstack(Path(sys.argv[2]), sys.argv[3:]))
    if not sys.argv[1:]:
        sys.exit("name the command that is run beside LocalStack")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with TemporaryDirectory() as folder:
        inside = [sys.executable, "-m", "engine.serve", "--inside", folder, *sys.argv[1:]]
        process = subprocess.Popen([*NAMESPACES, *inside])
        try:
            code = process.wait()
        except KeyboardInterrupt:
            code = 130
        finally:
            process.kill()  # unshare takes no other signal
            process.wait()
    sys.exit(code)


def beside_localstack(folder: Path, command: list[str]) -> int:
    """Start LocalStack, run the command, stop LocalStack; return how the command ended."""
    raise_loopback()
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [PYTHON, "-m", "localstack.runtime.main"],
            env=variables(folder),
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    if not answers(server):
        sys.exit(f"LocalStack does not start:\n{(folder / 'log').read_text('utf-8')[-2000:]}")
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.exit(f"{command[0]} cannot be run: {error.strerror}")
    # LocalStack ends with the namespace


def variables(folder: Path) -> dict[str, str]:
    """Return LocalStack's environment; what it writes is below `folder`."""
    place = folder / "var" / "lib" / "localstack"
    place.mkdir(parents=True)
    (place / "lib").symlink_to(LIBRARIES)
    own = ("FILESYSTEM_ROOT", "LOCALSTACK_VOLUME_DIR", "HOME", "TMPDIR")
    return {"PATH": os.environ["PATH"], **_SETTINGS, **dict.fromkeys(own, str(folder))}


def answers(server: subprocess.Popen[bytes]) -> bool:
    """Wait until it answers; False when it ended or takes too long."""
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{URL}/_localstack/health", timeout=2):  # noqa: S310 (its own)
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def raise_loopback() -> None:
    """Bring the namespace's loopback up: netdevice(7), SIOCSIFFLAGS with IFF_UP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 1))


if __name__ == "__main__":
    main()
