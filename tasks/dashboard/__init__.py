"""The figures of the overview: every number knows the list that has that many rows."""

from .numbers import Counted, Number, list_url

__all__ = ["Counted", "Number", "list_url"]
