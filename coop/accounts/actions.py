from typing import Any

from django.db import transaction

from coop.shared.events import record


def choose_language(*, by: Any, language: str) -> None:
    """A person's own taste and nobody's business: it writes no Event."""
    by.language = language
    by.save(update_fields=["language"])


@transaction.atomic
def switch_off_second_step(*, by: Any, person: Any) -> None:
    """For who has lost phone and codes: the password alone opens the account until they set it up anew."""
    means = person.authenticator_set.order_by("type")
    before = list(means.values_list("type", flat=True))
    means.delete()
    record(
        by=by,
        verb="switch_off_second_step",
        target=person,
        before={"second_step": before},
        after={"second_step": []},
    )
