import gc

from django.apps import AppConfig

OBJECTS_BETWEEN_COLLECTIONS = 50_000


class SharedConfig(AppConfig):
    name = "coop.shared"
    label = "shared"

    def ready(self) -> None:
        """Look for cycles seldom: what a request makes is mostly freed without, and at Python's 700 objects
        the looking took a quarter of an import (bench/imports.py).
        """
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
        gc.freeze()
