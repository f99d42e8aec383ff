"""Time that other work on the machine does not lengthen: CPU of this process and of its database server."""

from __future__ import annotations

import time
from pathlib import Path


def seconds() -> float:
    """CPU seconds used so far, the PostgreSQL process that works for this one included."""
    return time.process_time() + _server_seconds()


def _server_seconds() -> float:
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
