"""Loaded by `-p tests.environment` before Django's settings: what a test run takes from its surroundings.

A developer's `.env` says how that machine serves the program; the rules under test do not depend on it.
Only DATABASE_URL may come from outside, which is how the suite runs on PostgreSQL.
"""

import os

os.environ |= {
    "DEBUG": "true",
    "SECRET_KEY": "only-for-tests",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "STATIC_MANIFEST": "false",
    "HTTPS": "false",
    "HSTS_SECONDS": "0",
    "BEHIND_PROXY": "false",
    "EMAIL_URL": "memorymail://",
    "DUE_SOON_DAYS": "15",
    "CONN_MAX_AGE": "0",
    # Playwright keeps an event loop open in a worker after its first journey; Django would refuse
    # every query of the tests that follow there, though none of them is asynchronous.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
os.environ["DATABASE_URL"] = (
    os.environ.get("DATABASE_URL") or "sqlite:///var/coop.sqlite3"
)  # tests use memory
