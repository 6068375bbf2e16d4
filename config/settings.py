"""Settings, read from the environment; a missing or contradictory one says how to mend it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config import login, timetable
from config.login import *  # noqa: F403
from config.parts import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Set by `config.local.environment` when no real database was configured. One that has a network
# address is a real one, whatever else the environment says.
EMBEDDED = (
    env.bool("EMBEDDED", default=False) and not urlsplit(env("DATABASE_URL", default="")).hostname
)
DEBUG = env.bool("DEBUG", default=False)
# Invented people and logins shown on the login page. Never on a real database by accident.
DEMO = env.bool("DEMO", default=EMBEDDED)


def _needed(name: str, why: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


if DEMO and not DEBUG and not EMBEDDED and not env.bool("DEMO_ON_REAL_DATABASE", default=False):
    raise ImproperlyConfigured(
        "DEMO is on, DEBUG is off and DATABASE_URL names a real database. "
        "Set DEMO_ON_REAL_DATABASE=1 if invented people really belong there."
    )

SECRET_KEY = _needed(
    "SECRET_KEY", "50 random characters or more; it signs logins and receipt codes."
)
# Keys that SECRET_KEY took the place of, the newest first. Receipt codes are kept under the key of
# their day: a key stays here until the times booked under it are past, those that were moved too.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
FIELD_KEYS = _needed(
    "FIELD_KEYS", "as `1:<32 bytes in base64>`; it encrypts names and CPR numbers."
)
INDEX_KEY = _needed("INDEX_KEY", "32 bytes in base64; look-up of CPR numbers goes through it.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The council whose standard the house obeys: a key of centre/standard/files.
MUNICIPALITY = env.str("MUNICIPALITY", default="haderslev")

# The reporting unit's code in the health authority's register of organisations (SOR).
SOR_CODE = env.str("SOR_CODE", default="")
# Who is mailed each day where the chain of the logs ends, outside of what the house can write anew:
# the data protection officer, say. Nobody where it is empty.
LOG_WITNESS = env.str("LOG_WITNESS", default="vidne@kommune.example" if DEMO else "")
# The centre's telephone where the council's standard prints none.
CONTACT_PHONE = env.str("CONTACT_PHONE", default="")

INSTALLED_APPS = [
    "centre.standard",
    "centre.staff",
    "centre.citizens",
    "centre.records",
    "centre.clocks",
    "centre.post",
    "centre.drafts",
    "centre.file",
    "centre.account",
    "centre.rights",
    "centre.journal",
    "centre.retention",
    "intake",
    "treatment",
    "followup",
    "complaints",
    "reporting",
    "centre.forms",
    "crispy_forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First what every answer bears, a refusal of those below too.
    "config.middleware.SafeAnswers",
    "config.middleware.RequestId",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.KindAnswers",
    "config.middleware.KnownMethods",
    "config.middleware.StaffFromHere",
    "config.middleware.SmallBodies",
    "centre.standard.middleware.OneStandard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "centre.staff.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.User"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centre.standard.context.council",
                "centre.clocks.context.watch",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "dkfds"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Database -------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres:///traedesten"),
        "ENGINE": "config.database",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=10_000)} "
    f"-c lock_timeout={env.int('LOCK_TIMEOUT_MS', default=3_000)} "
    "-c idle_in_transaction_session_timeout=30000 "
    # Compiling a plan costs more than any page's query takes.
    "-c jit=off"
)

# --- Broker, tasks, cache -------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Celery has words of its own for a socket and for the number behind it.
CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Councils that share a broker share neither tasks nor counts: see KEY_PREFIX below.
    "global_keyprefix": f"{MUNICIPALITY}:",
    "visibility_timeout": 600,
    # Without it a killed worker's task comes back up to 100 s late.
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "health_check_interval": 10,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_TASK_TIME_LIMIT = 300
# A queue of their own lets the sweeps pass however much mail waits: the sweeper takes nothing else.
# A worker that is not told which takes from both.
CELERY_TASK_QUEUES: dict[str, dict[str, Any]] = {"celery": {}, "sweeps": {}}
CELERY_TASK_ROUTES = {"centre.clocks.tasks.sweep": {"queue": "sweeps"}}
# Its lines go through LOGGING below, which keeps people out of them.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = timetable.SCHEDULE
CACHES = {
    "default": {
        "BACKEND": "config.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"td:{MUNICIPALITY}",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# --- Login and sessions ---------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["centre.staff.backends.StaffBackend"]
LOGIN_URL = "staff:login"
LOGIN_REDIRECT_URL = "clocks:desk"
LOGOUT_REDIRECT_URL = "staff:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "centre.staff.passwords.KnownWords"},
]
# Whoever has no second factor yet sets it up at the first login; demo logins pass without one.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEMO)
SESSION_ENGINE = "centre.staff.sessions"
SESSION_IDLE_SECONDS = 20 * 60
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
# Gone with the browser's window: of a visit here nothing is to be found a year later (ux C-09).
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# Plain http is for the embedded way and the tests only.
SECURE = not (DEBUG or EMBEDDED or env.bool("PLAIN_HTTP", default=False))
# However it is reached: behind a proxy over plain http, or with a database of its own, it is as real.
login.check(real=not (DEMO or DEBUG), secure=SECURE, second_factor=SECOND_FACTOR)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# A browser keeps one jar for all ports of a machine: councils side by side have names of their own.
_COOKIE = f"{'__Host-' if SECURE else ''}{{}}-{MUNICIPALITY}"
SESSION_COOKIE_NAME = _COOKIE.format("session")
CSRF_COOKIE_NAME = _COOKIE.format("csrf")
FORM_COOKIE_NAME = _COOKIE.format("form")
MESSAGE_COOKIE_NAME = _COOKIE.format("messages")
MESSAGE_STORAGE = "config.messages.Messages"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 86_400 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# Under "no-referrer" a browser sends `Origin: null` with its own forms and the CSRF check refuses
# them. Nothing leaves the house either way: no other site is told where somebody came from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ANSWER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        **{kind: ["'self'"] for kind in ("script-src", "style-src", "img-src", "font-src")},
        "connect-src": ["'self'"],
        # A logout is a form, and goes on to the provider's own.
        "form-action": ["'self'", *login.places()],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# Files are taken by the pages that ask for one, and never lie on a disk in clear.
FILE_UPLOAD_HANDLERS = ["centre.forms.uploads.InMemory"]
# Looks through what is attached to a note before it is kept: the dotted name of a function that is
# given the bytes and answers whether they are clean. None is part of the house.
ATTACHMENT_SCANNER = env.str("ATTACHMENT_SCANNER", default="")

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files ----------------------------------------------------------------------------------

LOCAL_DIR = BASE_DIR / (env.str("LOCAL_DIR", default="") or ".local")
STATIC_URL = "/static/"
# Where the nightly look through the logs keeps the end of the chain: outside of the database.
LOG_HEAD_FILE = env.str("LOG_HEAD_FILE", default=str(LOCAL_DIR / "log-head" / MUNICIPALITY))
# Files that the operator touches after a backup, and after a restore that was tried; without them
# the page of operation says that nobody knows.
BACKUP_STAMP = env.str("BACKUP_STAMP", default="")
RESTORE_STAMP = env.str("RESTORE_STAMP", default="")
# Built from the code and beside it, wherever the data are kept.
BUILT_DIR = BASE_DIR / ".local"
STATIC_ROOT = BUILT_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
if (BUILT_DIR / "assets").exists():
    STATICFILES_DIRS.append(BUILT_DIR / "assets")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SECURE
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not SECURE
# Set-up puts them here, for every council alike.
LETTER_FONTS = BUILT_DIR / "fonts"

# The dated periods of retention, where they are not those that ship: centre/retention/periods.toml.
RETENTION_PERIODS = env.str("RETENTION_PERIODS", default="")
# Where approved protocols of deletion are kept too: an older backup does not know of them.
DISPOSED_DIR = env.str("DISPOSED_DIR", default=str(LOCAL_DIR / "disposed" / MUNICIPALITY))

# --- Post -----------------------------------------------------------------------------------

# The fourth slash begins the folder's name: with three it would be sought where one stands.
EMAIL_CONFIG = env.email_url(
    "EMAIL_URL", default=f"filemail:///{LOCAL_DIR / 'mail' / MUNICIPALITY}"
)
if "EMAIL_FILE_PATH" in EMAIL_CONFIG:
    # `filemail:///srv/post` means /srv/post, as with file://, and not a folder beside the code.
    EMAIL_CONFIG["EMAIL_FILE_PATH"] = str(Path("/", EMAIL_CONFIG["EMAIL_FILE_PATH"]))
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# The sender says nothing of the place: [council name] comes from the standard (ux T8).
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="no-reply@localhost")

# --- The public pages -----------------------------------------------------------------------

# Where a visitor is taken who leaves in a hurry: a page that knows nobody.
NEUTRAL_EXIT_URL = env.str("NEUTRAL_EXIT_URL", default="https://www.dmi.dk/")
# Numbers of intake.views.limits to change, such as {"ANONYMOUS_BOOKINGS": 10} behind one address.
PUBLIC_LIMITS: dict[str, int] = env.json("PUBLIC_LIMITS", default={})
# Behind a proxy: the header that it sets itself with the visitor's address.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="REMOTE_ADDR")
ACCESSIBILITY_STATEMENT_URL = env.str("ACCESSIBILITY_STATEMENT_URL", default="")
SWEEP_SILENCE_MINUTES = 15

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "scrub": {"()": "config.logs.Scrub"},
        "not the visitor": {"()": "config.logs.NotTheVisitor"},
    },
    "formatters": {"line": {"()": "config.logs.Line"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["not the visitor", "scrub"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # At DEBUG authlib tells the secrets of a login.
    "loggers": {"django": {"handlers": [], "propagate": True}, "authlib": {"level": "INFO"}},
}
