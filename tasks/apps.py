from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Assigned tasks")

    def ready(self) -> None:
        """What this app knows of bodies that are succeeded is told before a succession is entered, and before
        it is taken back.
        """
        from agreements.reorganising import WHAT_DEPENDS
        from agreements.touched import WHAT_IS_TOUCHED
        from tasks.reorganisation import open_work_of, work_of_the_heir

        WHAT_IS_TOUCHED.append(open_work_of)
        WHAT_DEPENDS.append(work_of_the_heir)
