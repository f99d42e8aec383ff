"""Who answered for a body on a day, in words."""

from agreements.succession import heirs, predecessors


def name_on(body, on):
    """Who it was on that day: its own name while it lived, else its heirs' or its predecessors'; "" where
    nobody was there.
    """
    if body.is_valid_on(on):
        return str(body)
    ended = body.valid_until is not None and body.valid_until < on
    others = heirs(body, on) if ended else predecessors(body, on)
    return "; ".join(str(other) for other in others if other.pk != body.pk)
