"""Settings of the portal. What a town may set comes from the environment (docs/settings.md)."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from congress.cluster import APP
from congress.database import database_settings, is_embedded
from congress.mail_settings import mail_settings, site_origin
from congress.page_policies import CONTENT_SECURITY_POLICY  # noqa: F401
from congress.secrets_file import load_or_create_secrets
from congress.sub_path import sub_path

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var"))).resolve()
# Values of the environment win over those generated once into the data folder.
_secrets = load_or_create_secrets(DATA_DIR)

DEBUG = env.bool("PORTAL_DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default=_secrets["SECRET_KEY"])
FIELD_KEY = env("PORTAL_FIELD_KEY", default=_secrets["PORTAL_FIELD_KEY"])
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_ORIGINS", default=[])
SUB_PATH = sub_path(env("PORTAL_SUB_PATH", default=""))
FORCE_SCRIPT_NAME = SUB_PATH or None

INSTALLED_APPS = [
    "congress.admin_site.PortalAdminConfig",
    "unfold.contrib.forms",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "import_export",
    "simple_history",
    "axes",
    "congress.common",
    "congress.accounts",
    "congress.township",
    "congress.documents",
    "deputies",
    "proposals",
    "supervision",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "congress.page_policies.PagePolicyMiddleware",
    "congress.common.middleware.NulByteMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "congress.accounts.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "congress.common.typed.middleware.UnsentMiddleware",
    "congress.accounts.middleware.NewPasswordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "congress.common.middleware.RuleViolationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "congress.urls"
WSGI_APPLICATION = "congress.wsgi.application"

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
                "congress.township.context.portal",
            ],
        },
    }
]

DATABASES = {"default": database_settings(env)}
# The role that serves; migrations grant it what it needs (congress.common.grants).
SERVING_ROLE = APP if is_embedded() else env.db_url("DATABASE_URL").get("USER", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "congress.accounts.backends.CardBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "congress.accounts.password_rules.LengthValidator"},
    {"NAME": "congress.accounts.password_rules.MixValidator"},
    {"NAME": "congress.accounts.password_rules.CommonValidator"},
    {"NAME": "congress.accounts.password_rules.NewPasswordValidator"},
]
PASSWORD_MAX_DAYS = env.int("PORTAL_PASSWORD_MAX_DAYS", default=0)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

AXES_FAILURE_LIMIT = env.int("PORTAL_LOGIN_TRIES", default=5)
AXES_COOLOFF_TIME = env.float("PORTAL_LOGIN_LOCK_HOURS", default=0.5)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]  # in the order that LockoutHandler reads
ADDRESS_FAILURE_LIMIT = env.int("PORTAL_LOGIN_ADDRESS_TRIES", default=30)
AXES_HANDLER = "congress.accounts.lockout.LockoutHandler"
AXES_CLIENT_IP_CALLABLE = "congress.accounts.lockout.address_to_count"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who tries on doesn't wait longer
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_ENABLE_ADMIN = False  # an account is unlocked on its own page

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "congress" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# With the sub-path: Django adds it when the address is first asked for, which can be too early.
STATIC_URL = f"{SUB_PATH}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
# Attachments, uploaded spreadsheets, finished reports: never below the static root, and served
# only through views that ask who may.
PRIVATE_ROOT = DATA_DIR / "files"
# Of one uploaded file, of all that are sent at once (MB), and how many belong to one record.
PORTAL_FILE_MB = env.int("PORTAL_FILE_MB", default=20)
PORTAL_UPLOAD_MB = env.int("PORTAL_UPLOAD_MB", default=100)
PORTAL_FILES_PER_RECORD = env.int("PORTAL_FILES_PER_RECORD", default=9)
FILE_UPLOAD_HANDLERS = [
    "congress.common.attachments.uploading.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # a whole album chosen by mistake gets its sentence
# What documents print with: filled by script/fonts; and the fonts the town itself has bought.
FONTS_DIR = Path(env("PORTAL_FONTS", default=str(BASE_DIR / "var" / "fonts")))
TOWN_FONTS_DIR = Path(env("PORTAL_TOWN_FONTS", default=str(DATA_DIR / "town-fonts")))
MEDIA_ROOT = PRIVATE_ROOT
# Whoever brings a PostgreSQL of his own has somebody who backs it up; the embedded one has nobody.
BACKUP_KEEP = env.int("PORTAL_BACKUP_KEEP", default=14 if is_embedded() else 0)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Off while PORTAL_EMAIL_URL is unset; messages are then read in the portal only.
_MAIL = mail_settings(env)
MAIL_IS_ON = "EMAIL_HOST" in _MAIL
EMAIL_BACKEND: str = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST: str = _MAIL.get("EMAIL_HOST", "")
EMAIL_PORT: int = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT: int | None = _MAIL.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL: str = _MAIL.get("DEFAULT_FROM_EMAIL", "")
SITE_ORIGIN = site_origin(env, SUB_PATH)

FORM_RENDERER = "congress.common.forms.PortalFormRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
# Two towns may live on one host, each below its own path.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{SUB_PATH}/"
# A township office on an intranet has no certificate; with one, PORTAL_HTTPS=1 closes the door.
_HTTPS = env.bool("PORTAL_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = env.int("PORTAL_HSTS_SECONDS", default=31_536_000 if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
_BEHIND_PROXY = env.bool("PORTAL_BEHIND_PROXY", default=False)
# How many proxies of our own stand before the portal (congress.common.client_address).
TRUSTED_PROXIES = env.int("PORTAL_PROXIES", default=int(_BEHIND_PROXY))
if TRUSTED_PROXIES < 0:
    raise ImproperlyConfigured("PORTAL_PROXIES 是自己的反向代理的层数，不能小于 0。")
if _BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # also how the way back from 大字 is found
# Without a certificate browsers ignore it, and say so in the console of every page.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if _HTTPS else None
CSRF_FAILURE_VIEW = "congress.common.typed.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # text, without files: a long report, encoded

# Work in the background (congress/common/jobs): how many at once, how long a result is kept, and
# from how many rows on a spreadsheet is imported there.
JOB_PLACES = max(1, env.int("PORTAL_JOB_WORKERS", default=2))
JOB_FILE_DAYS = env.int("PORTAL_JOB_FILE_DAYS", default=7)
IMPORT_JOB_ROWS = env.int("PORTAL_IMPORT_JOB_ROWS", default=1000)

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True  # history is read; what was wrong is entered anew

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"cards": {"()": "congress.common.log_filters.HideCardSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["cards"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}

from congress.admin_theme import UNFOLD  # noqa: E402, F401  its labels need nothing from above
