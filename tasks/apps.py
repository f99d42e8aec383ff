from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Assigned tasks")

    def ready(self) -> None:
        """What this app knows of units that were succeeded is asked before a succession is taken back."""
        from agreements.reorganising import WHAT_DEPENDS
        from tasks.reorganisation import work_of_the_heir

        WHAT_DEPENDS.append(work_of_the_heir)
