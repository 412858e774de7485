"""All settings, on one page. Every value that differs per machine is an environment variable.

`docs/settings.md` describes each of them.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

# Every value may also stand in a file: NAME_FILE names it.
env = environ.FileAwareEnv()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("KEURMERK_DATA_DIR", default="var")).resolve()

DEMO = env.bool("KEURMERK_DEMO", default=False)
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY") or ""
PUBLIC_URL = env.str("PUBLIC_URL").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).netloc
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname or ""])
# How the operator is called in what it signs; read once, at the first start.
OPERATOR_NAME_NL = env.str("OPERATOR_NAME_NL", default="Landelijke beheerder")
OPERATOR_NAME_EN = env.str("OPERATOR_NAME_EN", default="National operator")

# Whether a check may ask the issuer's own site for what stands there; a demo asks nobody.
FETCH_OUTSIDE = env.bool("FETCH_OUTSIDE", default=not DEMO)
FETCH_PORTS = env.list("FETCH_PORTS", cast=int, default=[443])

# Each kind of key has its own key-encryption key; the web process has none of these three.
KEK_FILES = {
    kind: env.str(f"KEURMERK_KEK_{kind.upper()}_FILE", default="")
    for kind in ("operator", "mark", "issuing")
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "keurmerk.web",  # before allauth, so that its pages wear our templates
    "allauth",
    "allauth.account",
    "csp",
    "keurmerk.audit",
    "keurmerk.mail",
    "keurmerk.accounts",
    "keurmerk.institutions",
    "keurmerk.programmes",
    "keurmerk.quality",
    "keurmerk.awards",
    "keurmerk.holding",
    "keurmerk.worker",
    *(["keurmerk.demo"] if DEMO else []),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keurmerk.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "keurmerk.web.middleware.LargeMiddleware",
    "keurmerk.web.middleware.PrivateMiddleware",
    "keurmerk.web.middleware.RefusedMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "keurmerk.web.context_processors.page",
            ]
        },
    }
]
ROOT_URLCONF = "keurmerk.config.urls"
WSGI_APPLICATION = "keurmerk.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/keurmerk.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Read-then-write transactions fail with "locked" under any other combination.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON",
    }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "keurmerk.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "request_login_code": "20/m/ip,3/m/key"}
ACCOUNT_FORMS = {
    "login": "keurmerk.accounts.forms.SignInForm",
    "request_login_code": "keurmerk.accounts.forms.RequestCodeForm",
    "confirm_login_code": "keurmerk.accounts.forms.SignInCodeForm",
    "add_email": "keurmerk.accounts.forms.AddressForm",
    "confirm_email_verification_code": "keurmerk.accounts.forms.AddressCodeForm",
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# The demonstration sends nothing: its mail is read on a page. Mail is never written to a log.
EMAIL_CONFIG = env.email("EMAIL_URL", default="dummymail://" if DEMO else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="keurmerk@localhost")

SECURE = not DEMO
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
# Not "no-referrer": browsers then send "Origin: null" and every form fails its CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whom the limits on signing in are counted for: the visitor, not the proxy of all visitors.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SESSION_COOKIE_NAME = "__Host-s" if SECURE else "keurmerk_s"
CSRF_COOKIE_NAME = "__Host-c" if SECURE else "keurmerk_c"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 43200
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# No personal data: what an exception or a request says of itself stays out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "keurmerk.config.logs.PrivateFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # It warns of every oddity in a file, and a stranger's file can have any number.
        "pypdf": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
