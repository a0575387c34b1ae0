"""One settings file, driven by the environment (see environment.py for every variable's meaning)."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from pejling.config import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
PEJLING_HOME = environment.home()
CATALOGUE = BASE_DIR / "catalogue"

DEBUG = environment.flag("PEJLING_DEBUG")
DEMO = environment.flag("PEJLING_DEMO")
# Without a key file a process gets a key of its own: log-ins don't outlive it; there is no default to guess.
SECRET_KEY = environment.secret_key() or get_random_secret_key()
ALLOWED_HOSTS = [
    host for host in os.environ.get("PEJLING_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PEJLING_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "pejling.base.audit",
    "pejling.base.organisations",
    "pejling.base.accounts",
    "pejling.base.tokens",
    "pejling.base.jobs",
    "pejling.base.mail",
    "pejling.base.login",
    "pejling.facts.deliveries",
    "pejling.facts.register",
    "pejling.facts.keyfigures",
    "pejling.facts.persons",
    "pejling.facts.snapshots",
    "pejling.quality.indicators",
    "pejling.quality.plans",
    "pejling.quality.publishing",
    "pejling.flows",
    "pejling.web",
]

MIDDLEWARE = [
    "pejling.web.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pejling.web.maintenance.MaintenanceMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pejling.web.chosen_language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pejling.web.idle.IdleMiddleware",
    "pejling.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "pejling.config.urls"
WSGI_APPLICATION = "pejling.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pejling.web.context.frame",
            ]
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# allauth lends its second factors and its OpenID Connect; pages, accounts and lock-outs are our own (decision 0013).
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "pejling.base.login.allauth_adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
SOCIALACCOUNT_ADAPTER = "pejling.web.pages.account.other_systems.OtherSystems"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

#: https://pejling.example.dk: what addresses in mails begin with (else: where the page was read that sends them)
ADDRESS = environment.address()
#: log-in through other systems: who they are, and which claim gives which role (docs/log-in.md)
LOGIN_FILE = Path(os.environ.get("PEJLING_LOGIN") or PEJLING_HOME / "login.yaml")
#: minutes without a sign of life before a reader is logged out
IDLE_MINUTES = environment.number("PEJLING_IDLE", 30, least=2, most=8 * 60)
INVITATION_DAYS = environment.number("PEJLING_INVITATION_DAYS", 7, least=1, most=30)
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
#: proxies of one's own in front, each of which adds to X-Forwarded-For
PROXIES = environment.number("PEJLING_PROXIES", 0, least=0, most=5)

_EMAIL = environment.email(demo=DEMO)
EMAIL_BACKEND = _EMAIL["backend"]
EMAIL_HOST, EMAIL_PORT = _EMAIL["host"], _EMAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _EMAIL["user"], _EMAIL["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _EMAIL["starttls"], _EMAIL["tls"]
EMAIL_FILE_PATH = _EMAIL["folder"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("PEJLING_EMAIL_FROM") or "pejling@localhost"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [
    BASE_DIR / floor / "locale"
    for floor in ("commands", "web", "flows", "quality", "facts", "base", "analysis")
]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
FORMAT_MODULE_PATH = ["pejling.config.formats"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = PEJLING_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Before `collectstatic` has run (tests, a first start) files are served from where they lie.
WHITENOISE_USE_FINDERS = DEBUG or not STATIC_ROOT.is_dir()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE = environment.flag("PEJLING_SECURE")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by machines inside the house
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = []

# Errors go to stderr, as text or as JSON lines (PEJLING_LOG), with nothing about a person (logs.py).
_LOG = os.environ.get("PEJLING_LOG") or "text"
LOGGING = logs.configuration(_LOG, complete=DEBUG or DEMO, requests=_LOG == "json")

#: How often one access key may ask the API in a minute.
API_PER_MINUTE = int(os.environ.get("PEJLING_API_PER_MINUTE") or 120)

#: how often those who may not see small counts get a newer snapshot: year, half year, quarter or month
PUBLIC_REFRESH = environment.one_of(
    "PEJLING_PUBLIC_REFRESH", "year", ("year", "half year", "quarter", "month")
)

# Hooks: a lower room that must start something higher names it here and never imports upwards.
#: delivered table (analysis/tables.py) -> the register's model of its versions
DELIVERY_TABLES = {
    "spells": "register.Spell",
    "students": "register.Student",
    "leavers": "register.Leaver",
    "agreements": "register.Agreement",
    "quotas": "register.Quota",
    "absence": "register.Absence",
    "key_figures": "keyfigures.KeyFigure",
}
#: make the frozen tables of one organisation, each its own: (organisation, as_of) -> Frozen
SNAPSHOT_EXPORTERS = ["pejling.facts.register.freezing.export", "pejling.facts.keyfigures.freezing.export"]
#: what becomes of a leaver's tasks: (organisation, user) -> base.accounts.handover.Tasks | None
HANDOVER = ["pejling.quality.plans.handing_over.actions_of", "pejling.quality.plans.handing_over.parts_of"]
#: what a session may use of an access: (access, request) -> access, each narrowing it
ACCESS_LIMITS = ["pejling.base.accounts.second_factor.limited"]
#: modules that register kinds of work (base/jobs/kinds.py); read when the first kind is asked for
JOB_KINDS = [
    "pejling.flows.tasks",
    "pejling.flows.uploads",
    "pejling.flows.pick_up",
    "pejling.flows.personal.jobs",
    "pejling.flows.reminders",
    "pejling.quality.publishing.jobs",
    "pejling.base.mail.sending",
    "pejling.base.login.tidying",
]

#: what has been published, and nothing else: served by `pejling public`, or copied to any web server
PEJLING_PUBLIC = Path(os.environ.get("PEJLING_PUBLIC") or PEJLING_HOME / "public").expanduser().absolute()
#: https://kvalitet.example.dk: where it is reached, for feeds, site maps and what is put into other sites; or ""
PUBLIC_ADDRESS = environment.address(name="PEJLING_PUBLIC_ADDRESS")

# Files on their way in: kept where nobody else can read them, from their first byte.
FILE_UPLOAD_HANDLERS = ["pejling.web.receiving.PrivateUploadHandler"]
#: below it lie the folders that schools' files are picked up from; empty: none
PEJLING_PICKUP = os.environ.get("PEJLING_PICKUP", "")
