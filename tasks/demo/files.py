"""The data files of the demo, read as they lie in `fixtures/demo/`."""

from __future__ import annotations

import csv
import json
from typing import Any

from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a CSV file by column."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def papers() -> list[dict[str, Any]]:
    """The agreements, each with its parties, plans, figures and sample documents."""
    return json.loads((FOLDER / "agreements.json").read_text(encoding="utf-8"))


def listed(cell: str) -> list[str]:
    """The members of a cell: 'a; b' → ['a', 'b']."""
    return [part for part in cell.split("; ") if part]
