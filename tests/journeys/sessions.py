"""`python -m tests.journeys.sessions` signs every account of an installation in and prints their sessions.

Hashing a password is slow on purpose; the form itself has a journey of its own (test_sign_in.py).
"""

import json
from importlib import import_module

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = {}
    for user in get_user_model().objects.all():
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        keys[user.username] = session.session_key
    print(json.dumps(keys))  # noqa: T201


if __name__ == "__main__":
    main()
