"""Why an act was not done. The message is for the person who tried; nothing was written."""


class RefusedError(Exception):
    """The act was refused; `str(error)` says why, in the language of the person."""


def require(condition: bool, message: str) -> None:
    """Raises RefusedError with the message unless the condition holds."""
    if not condition:
        raise RefusedError(message)
