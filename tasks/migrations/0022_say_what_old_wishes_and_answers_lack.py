"""Who decided on more time, why it was asked for and what was answered are known from now on (0023). Where an old
row lacks it, it says just that: nobody's words are invented, and the acts in the history stay as they were told. A
wish for the day that stood already asks for nothing and goes; the acts of the program have refused it since the
first version.
"""

from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Trim

NO_REASON = "(Không ghi lý do: đề nghị trước khi phần mềm yêu cầu nêu lý do.)"
NO_ANSWER = "(Không ghi nội dung trả lời.)"
NOBODY = "(Dữ liệu cũ không ghi người và thời điểm quyết định; ở đây ghi theo người và thời điểm đề nghị.)"


def fill(apps: Any, schema_editor: Any) -> None:
    wishes = apps.get_model("tasks", "Extension").objects
    wishes.filter(new_due_on=F("old_due_on")).delete()  # asks for nothing; no act of the program made it
    wishes.filter(reason="").update(reason=NO_REASON)
    wishes.filter(decision="").update(decided_by=None, decided_at=None)
    wishes.exclude(decision="").filter(decided_at__isnull=True).update(
        decided_by=F("asked_by"),
        decided_at=F("asked_at"),
        decision_note=Trim(Concat("decision_note", Value(" "), Value(NOBODY))),
    )
    answered = apps.get_model("tasks", "Directive").objects.filter(answered_at__isnull=False, answer="")
    answered.update(answer=NO_ANSWER)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0021_refusal_has_reason")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
