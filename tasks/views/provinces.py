from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.permissions import person_of
from coop.shared.listing import list_page
from tasks.provinces import listed_provinces, with_load
from tasks.row_counts import of_provinces


def province_list(request: HttpRequest) -> HttpResponse:
    """All tasks are counted before the page is cut: it is sorted by them."""
    tasks = of_provinces(request.user, timezone.localdate())
    listed, read = listed_provinces(request, tasks), partial(with_load, tasks)
    own = person_of(request.user).provinces()
    return list_page(request, "tasks/province_list.html", listed, read=read, tasks=tasks, own=own)
