"""Writes docs/huong-dan-*.md, one page for each role to print: `python -m docs.build_guides`."""

from __future__ import annotations

import os
from pathlib import Path

import django

DOCS = Path(__file__).parent

_FOOT = (
    "Trang này được tạo từ `tasks/guides.py` và `tasks/glossary.py` bằng `python -m docs.build_guides`; "
    "bản trên màn hình: mục *Hướng dẫn* trong phần mềm.\n"
)


def pages() -> dict[Path, str]:
    """File → its text, in Vietnamese."""
    from django.utils.translation import override

    from tasks.guides import GUIDES

    with override("vi"):
        return {DOCS / f"huong-dan-{guide.slug}.md": _page(guide) for guide in GUIDES}


def _page(guide: object) -> str:
    from tasks.glossary import TERMS

    steps = [
        f"{place}. **{step.title}.** {step.said(lambda name: f'*{name}*')}"
        for place, step in enumerate(guide.steps, 1)
    ]
    words = [f"- **{str(term.word)[:1].upper()}{str(term.word)[1:]}**: {term.meaning}" for term in TERMS]
    head = f"# Hướng dẫn: {guide.title}\n\n{guide.aim}\n"
    return "\n".join([head, *steps, "\n## Giải thích từ ngữ\n", *words, "", _FOOT])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    django.setup()
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
