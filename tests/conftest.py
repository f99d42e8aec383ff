"""What every test may ask for."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase, override_settings
from xdist.scheduler import LoadScopeScheduling

from tests import made_database
from tests.strict_client import StrictClient

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "site"}
LOCAL_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
TOGETHER = {
    "documents": ("tests/coop/test_documents", "tests/tasks/test_appendix", "tests/tasks/test_deadlines"),
    "walk": ("tests/journeys/test_every_page.py",),
    "journeys": ("tests/journeys/",),
}
SHARED = Path(__file__).resolve().parents[2] / "shared"


class JourneysTogether(LoadScopeScheduling):
    """Every test where there is room; the journeys on one worker, which makes the demo installation once, and
    the walk over every page, which needs none, on another: each of them is a quarter of the whole suite.

    The longest come first, and xdist takes the scope of the most tests for the longest. Before all of them
    one worker has what asks for no database, while the other makes it (tests/made_database.py).

    `--dist loadgroup` was for this. Since pytest 9.2 the group that xdist writes into a test's name is
    not read any more, and no message says so.
    """

    def _split_scope(self, nodeid: str) -> str:
        together = (scope for scope, files in TOGETHER.items() if nodeid.startswith(files))
        return next(together, nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> JourneysTogether:
    return JourneysTogether(config, log)


def pytest_collection_finish() -> None:
    """What is imported stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run of `make test` is about the other engine: what cannot fail there alone is not run again
    (docs/decisions/0008).
    """
    if not os.environ.get("ONLY_DATABASE_TESTS"):
        return
    same = {item for item in items if not _may_depend_on_the_engine(item)}
    config.hook.pytest_deselected(items=list(same))
    items[:] = [item for item in items if item not in same]


def _may_depend_on_the_engine(item: pytest.Item) -> bool:
    is_same = item.get_closest_marker("any_engine") is not None and os.environ.get("ANY_ENGINE") != "both"
    return _touches_database(item) and not is_same


def _touches_database(item: pytest.Item) -> bool:
    asked_for = set(getattr(item, "fixturenames", ()))
    return bool(asked_for & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files of uploads go to a folder of this worker, and passwords cost nothing to check."""
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        CACHES={"default": LOCAL_CACHE, "progress": LOCAL_CACHE | {"LOCATION": "progress"}},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),  # whitenoise warns when it is missing
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """In place of pytest-django's: every worker begins with a copy of the same database, and has another one
    after each test with real transactions. Django would empty every table, the reference data among them.
    """
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made_database.begin()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: made_database.begin_again())
        with django_db_blocker.block():
            yield
        connection.creation.destroy_test_db(name, verbosity=0)


@pytest.fixture(autouse=True)
def no_work_under_way() -> Iterator[None]:
    """Numbers of rows come again in the next test; how far their work had come must not."""
    yield
    caches["progress"].clear()


@pytest.fixture
def client_for(db: None) -> Iterator[Callable[[AbstractBaseUser], StrictClient]]:
    """`client_for(user)` is a signed-in browser whose reading is watched (see tests/strict_client.py)."""
    clients: list[StrictClient] = []

    def sign_in(user: AbstractBaseUser) -> StrictClient:
        clients.append(StrictClient())
        clients[-1].force_login(user)
        return clients[-1]

    yield sign_in
    for client in clients:
        client.close_files()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder `shared` beside the checkout, with the source documents."""
    if not SHARED.is_dir():
        pytest.skip(f"the source documents are not here: {SHARED}")
    return SHARED
