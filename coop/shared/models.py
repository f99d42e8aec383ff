from coop.shared.events import Event

__all__ = ["Event"]
