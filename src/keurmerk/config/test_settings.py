"""Settings for the tests: the real ones, with fixed values and nothing on disk."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("PUBLIC_URL", "https://keurmerk.example")
os.environ.setdefault("KEURMERK_DEMO", "yes")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from keurmerk.config.settings import *  # noqa: F403

DEMO = False
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
