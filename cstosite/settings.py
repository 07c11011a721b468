"""Settings: one file; every difference between installations is an environment variable declared below."""

import os
import re
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    DEBUG=(bool, False),
    DEMO=(bool, False),
    SECRET_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    SITE_URL=(str, ""),
    DATA_DIR=(str, ""),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, ""),
    MEDIA_BUCKET=(str, ""),
    MEDIA_ENDPOINT_URL=(str, ""),
    TIME_ZONE=(str, "Europe/Moscow"),
    CONTACT_EMAIL=(str, ""),
    EMAIL_URL=(str, ""),
    FROM_EMAIL=(str, ""),
    WORDMARK_SHORT=(str, "CSTO"),
    WORDMARK_LONG=(str, "Parliamentary Assembly"),
    PROXY_COUNT=(str, "0"),
    MINOR_CHANGE_PERCENT=(str, "5"),
    WEBSUB_HUB=(str, ""),
    DATA_LICENCE=(str, ""),
    TEXT_LICENCE=(str, ""),
)
env.read_env(BASE_DIR / ".env")


def refuse(sentence):
    """Stop with one clear line: a setting that production needs is missing or wrong."""
    if "pytest" in sys.modules:
        raise ImproperlyConfigured(sentence)
    sys.exit(f"Not started: {sentence}")


DEBUG = env("DEBUG")
DEMO = env("DEMO")
DATA_DIR = Path(env("DATA_DIR") or BASE_DIR / "var").resolve()
SITE_URL = (env("SITE_URL") or ("http://127.0.0.1:8000" if DEMO or DEBUG else "")).rstrip("/")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
SECRET_KEY = env("SECRET_KEY")

if DEMO or DEBUG:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    if not SECRET_KEY:
        secret_file = DATA_DIR / "secret-key"
        if not secret_file.exists():
            with open(os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        SECRET_KEY = secret_file.read_text()
if not SECRET_KEY:
    refuse("SECRET_KEY is not set. Put a long random value in the environment; see .env.example.")
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS is not set. Name the hosts this site answers to, with commas; see .env.example.")
if not SITE_URL.startswith(("http://", "https://")):
    refuse("SITE_URL is not set. Give the public address, such as https://www.example.org; see .env.example.")

if not (env("PROXY_COUNT") or "0").isdecimal():
    refuse("PROXY_COUNT is not a whole number. Give the number of proxies in front of the site; see .env.example.")
PROXY_COUNT = int(env("PROXY_COUNT") or 0)

IS_HTTPS = SITE_URL.startswith("https://")

# The tenant: all that is particular to one assembly besides its content and the accent colour in tokens.css.
WORDMARK_SHORT = env("WORDMARK_SHORT")
WORDMARK_LONG = env("WORDMARK_LONG")
SITE_NAME = f"{WORDMARK_SHORT} {WORDMARK_LONG}".strip()
CONTACT_EMAIL = env("CONTACT_EMAIL")

# How many of a public text's words may change without a note for the public, in a hundred.
if not (env("MINOR_CHANGE_PERCENT") or "5").isdecimal():
    refuse("MINOR_CHANGE_PERCENT is not a whole number. Give a share of the words in a hundred; see .env.example.")
MINOR_CHANGE_PERCENT = int(env("MINOR_CHANGE_PERCENT") or 5)

# The hub that feeds name and that is told of their changes. The public reads it: no name or password in it.
WEBSUB_HUB = env("WEBSUB_HUB")
HUB = r"https?://([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?(/[\w./~%&=?+:,;-]*)?"
if WEBSUB_HUB and not re.fullmatch(HUB, WEBSUB_HUB, re.ASCII):
    refuse("WEBSUB_HUB is no address of the web. Give it as https://hub.example.org/; see .env.example.")


def licence(name):
    """A licence as (name, address), or () when nobody has given one: it is not guessed."""
    words = env(name).split()
    if words and (len(words) != 2 or not words[1].startswith(("http://", "https://"))):
        refuse(f"{name} is not a licence. Give its short name and its address; see .env.example.")
    return tuple(words)


# Under which licences the data, and the texts and pictures, may be used.
DATA_LICENCE = licence("DATA_LICENCE")
TEXT_LICENCE = licence("TEXT_LICENCE")

INSTALLED_APPS = [
    "cstosite",
    "cstosite.search",
    "cstosite.push",
    "press",
    "delegations",
    # It says that something was written after what follows from that is written too.
    "cstosite.data",
    "django_prose_editor",
    "js_asset",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "cstosite.middleware.RequestIdMiddleware",
    "cstosite.middleware.LocaleMiddleware",
    "cstosite.middleware.ContentPolicyMiddleware",
    "cstosite.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cstosite.middleware.MethodGuardMiddleware",
    "cstosite.middleware.StaffQueryMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cstosite.middleware.TextGZipMiddleware",
    "cstosite.middleware.PublicCacheMiddleware",
    "cstosite.keeping.KeptAnswersMiddleware",
    "cstosite.middleware.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cstosite.middleware.StaffCsrfMiddleware",
    "cstosite.middleware.StaffAuthenticationMiddleware",
    "cstosite.middleware.StaffMessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cstosite.urls"
WSGI_APPLICATION = "cstosite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cstosite.context.site",
            ],
        },
    }
]

# Templates of our own for the widgets of forms.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# One database: SQLite in the data directory, or whatever DATABASE_URL names (PostgreSQL).
# IMMEDIATE: a read-then-write transaction in SQLite's default mode fails at once with "database is locked".
if env("DATABASE_URL"):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "site.sqlite3"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Opened anew for each request, the database took longer than most pages.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Parts of pages that only these settings and the language decide, kept by each process for as long as it runs.
KEPT = "dummy.DummyCache" if DEBUG else "locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "fragments": {"BACKEND": f"django.core.cache.backends.{KEPT}", "LOCATION": "fragments"},
    # Whole pages, each good for one state of what is public: some 20 KB each.
    "pages": {"BACKEND": f"django.core.cache.backends.{KEPT}", "LOCATION": "pages", "TIMEOUT": None},
}
# A cache is optional; sessions live in the database and are only read through the cache.
if env("CACHE_URL"):
    CACHES["default"] = env.cache_url("CACHE_URL")
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    # The roles of an interview's paragraphs; its attributes pass the gate in cstosite.shared.richtext.
    {"js": [static_lazy("js/roles.js")], "extensions": {"Roles": html_tags([])}},
    {"js": [static_lazy("js/editing.js")], "extensions": {"FieldName": html_tags([])}},
    {"js": [static_lazy("js/pasting.js")], "extensions": {"Pasting": html_tags([])}},
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
# The files of the open data: made anew when they are missing.
OPEN_DATA_ROOT = DATA_DIR / "open-data"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env("MEDIA_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("MEDIA_BUCKET"),
            "endpoint_url": env("MEDIA_ENDPOINT_URL") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff2", "map", "png", "jpg", "jpeg", "webp", "avif", "gz", "br"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "cstosite" / "locale"]
TIME_ZONE = env("TIME_ZONE")
USE_I18N = True
FORMAT_MODULE_PATH = "cstosite.formats"
USE_TZ = True

# Sign-in.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "cstosite.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if PROXY_COUNT else ["REMOTE_ADDR"]

# Cookies exist for staff only.
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_AGE = None
# The check knows Django's own class by name only; ours is a subclass of it, and a test sends forged forms.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
CSRF_FAILURE_VIEW = "cstosite.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Mail, sent beside the answer (cstosite.shared.mail). Without a server it is printed where the site runs.
try:
    mail_server = env.email_url_config(env("EMAIL_URL") or "consolemail://")
except (ImproperlyConfigured, ValueError):
    refuse("EMAIL_URL is not understood. Give it as smtp+tls://user:password@mail.example.org:587; see .env.example.")
vars().update({name: value for name, value in mail_server.items() if name.startswith("EMAIL_") and value is not None})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL") or CONTACT_EMAIL or f"noreply@{urlsplit(SITE_URL).hostname}"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Headers. The rest stand in cstosite.middleware.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS and PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],  # no page connects, but tools that look a page over fetch /robots.txt from within it
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The admin's differences: the editor's import map carries a nonce, and the editor adds one style element of its own,
# known by its hash (a browser test fails when a new version of the editor changes it).
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o644

# Failures go to stderr, one JSON line each, with the request's id.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cstosite.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "cstosite.push": {"level": "INFO"},
        "axes": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
