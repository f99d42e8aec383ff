"""The demonstration: a story told by the data in `fixtures/demo/`, written into an empty installation.

`load()` writes it once; people, papers, tasks and what happened to them each have a module.
"""

from tasks.demo.load import DemoRefusedError, load
from tasks.demo.people import Account

__all__ = ["Account", "DemoRefusedError", "load"]
