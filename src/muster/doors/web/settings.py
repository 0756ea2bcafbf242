"""Django's settings: a front door without a database, that refuses by default.

Nothing here is configuration for whoever runs a site; ``serve`` takes what may differ. HSTS is said
by each listener with TLS, of all its answers, and no redirect to https is made here: without TLS
only this machine is answered at all (``serving``).
"""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

HERE = Path(__file__).parent

SECRET_KEY = secrets.token_urlsafe(48)  # for one run of one process; nothing signed outlives it
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]  # and the names that `serve` was given

DATABASES: dict[str, Any] = {}
INSTALLED_APPS = ["csp"]
ROOT_URLCONF = "muster.doors.web.urls"
APPEND_SLASH = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "muster.doors.web.headers.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "muster.doors.web.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "muster.doors.web.admission.Admission",
    "muster.doors.web.answers.Problems",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": ["muster.doors.web.frame.frame"],
            "builtins": ["django.templatetags.i18n", "muster.doors.web.tags"],
        },
    }
]

# --------------------------------------------------------------------------- sessions and requests
SESSION_ENGINE = "muster.doors.web.sessions"
SESSION_COOKIE_NAME = "muster"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = True  # taken back, for this machine alone, where there is no TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "muster.doors.web.answers.stale_form"

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600  # whoever is left behind is named in two fields, up to 250
DATA_UPLOAD_MAX_NUMBER_FILES = 0
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * DATA_UPLOAD_MAX_MEMORY_SIZE  # bodies over it would reach a disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# ----------------------------------------------------------------------------------------- headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer Chromium sends Origin: null: 403 on POST
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # HSTS and redirect: see above

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
    }
}

# --------------------------------------------------------------------------------- languages, time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FAMILY_LANGUAGES = {  # of the family page alone: its tag in an address, its name in itself
    "en": "English",
    "prs": "\u062f\u0631\u06cc",
    "ps": "\u067e\u069a\u062a\u0648",
    "ar": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "uk": "\u0423\u043a\u0440\u0430\u0457\u043d\u0441\u044c\u043a\u0430",
}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -------------------------------------------------------------------------------------------- logs
# What a log line may hold: which part, which kind of error, where in our code. Never a message: it
# may quote a value, and never a path: somebody may have typed a name into it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"terse": {"()": "muster.doors.web.logs.Terse"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "terse"}},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        "uvicorn": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        "asyncio": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
    },
}
