"""bench/results.md: one section a measurement, each replaced by its own script."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")


def write_section(title: str, lines: list[str]) -> None:
    """Puts the lines under `# title`, in the place of the last run's or at the end."""
    section = "\n".join([f"# {title}", "", *lines]).rstrip() + "\n"
    kept = re.split(r"(?m)^(?=# )", RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    sections = {part.partition("\n")[0]: part.rstrip() + "\n" for part in kept if part.strip()}
    sections[f"# {title}"] = section
    RESULTS.write_text("\n".join(sections.values()), encoding="utf-8")
