from typing import Any


def choose_language(*, by: Any, language: str) -> None:
    """A person's own taste and nobody's business: it writes no Event."""
    by.language = language
    by.save(update_fields=["language"])
