"""Settings, read top to bottom; every value that differs between installations comes from the environment.

`.env.example` explains each one. A required setting that is missing stops the start by its name.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from governance.environment import Environment
from governance.watch.logs import logging_as

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- the installation
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # demo data, second factor waived, said on every page
DEMO_CASES = env.int("DEMO_CASES", default=2000)  # how many invented cases the demo has
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")  # networks whose X-Forwarded-For is believed
HTTPS = env.bool("HTTPS", default=False)

# --- sealing (design 7) and the trail (design 6): `id:base64` pairs, the first key is the current one
SEALING_KEYS = env.text("SEALING_KEYS").split(",")
INDEX_KEYS = env.text("INDEX_KEYS").split(",")
SEALING_CIPHER = env.str("SEALING_CIPHER", default="SM4-GCM")  # or AES-256-GCM
TRAIL_KEY = env.key("TRAIL_KEY", at_least=32)

# --- database, broker, cache
DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=4), "timeout": 10},
            # every trigger asks for it, and unset it costs each row a subtransaction that fails
            "options": "-c pgtrigger.ignore={}",
        },
    }
}
if env.str("REPLICA_URL", default=""):
    DATABASES["replica"] = {
        **env.database("REPLICA_URL"),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": env.int("DATABASE_POOL", default=4), "timeout": 1},
            "connect_timeout": 2,
            "tcp_user_timeout": 3000,  # milliseconds: a replica that vanished must not hold a reader for minutes
            "keepalives_idle": 2,
            "keepalives_interval": 1,
            "keepalives_count": 3,
        },
    }
DATABASE_ROUTERS = ["governance.replica.routing.Router"]
REDIS_URL = env.broker("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_QUEUES = [Queue("celery"), Queue("jobs")]  # a worker listens to both in turn: short work, long work
CELERY_TASK_ROUTES = {
    "governance.jobs.tasks.run_job": {"queue": "jobs"},
    "governance.metrics.tasks.build": {"queue": "jobs"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,  # with the broker gone a request would else wait a quarter of a minute
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False  # a request never waits for the broker: sweeps pick up what was not queued
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "areas.settle_names": {"task": "governance.areas.changes.tasks.settle_effective_names", "schedule": 600},
    "api.forget_answers": {"task": "governance.api.tasks.forget_answers", "schedule": 3600},
    "watch.heart": {"task": "governance.watch.tasks.beat_heart", "schedule": 10, "options": {"expires": 30}},
    "audit.seal": {"task": "governance.audit.tasks.seal", "schedule": 10, "options": {"expires": 10}},
    "feed.number": {"task": "governance.feed.tasks.number", "schedule": 2, "options": {"expires": 2}},
    "jobs.sweep": {"task": "governance.jobs.tasks.sweep", "schedule": 5, "options": {"expires": 5}},
    "metrics.build": {"task": "governance.metrics.tasks.build", "schedule": 60, "options": {"expires": 60}},
    "metrics.fold": {"task": "governance.metrics.tasks.fold", "schedule": 3, "options": {"expires": 3}},
    "returns.open_due": {"task": "governance.returns.tasks.open_due", "schedule": 3600, "options": {"expires": 3600}},
    "notices.sweep": {"task": "governance.notices.tasks.sweep", "schedule": 300, "options": {"expires": 300}},
    "notices.deliver": {"task": "governance.notices.outside.tasks.deliver", "schedule": 30, "options": {"expires": 30}},
    "notices.forget_old": {"task": "governance.notices.tasks.forget_old", "schedule": 6 * 3600},
    "reports.issue": {"task": "governance.metrics.reports.tasks.issue", "schedule": 300, "options": {"expires": 300}},
    "reports.send": {"task": "governance.metrics.reports.tasks.send", "schedule": 60, "options": {"expires": 60}},
    "saved_filters.look": {"task": "governance.saved_filters.tasks.look", "schedule": 60, "options": {"expires": 60}},
    "webhooks.deliver": {"task": "governance.webhooks.tasks.deliver", "schedule": 5, "options": {"expires": 5}},
    "webhooks.forget": {"task": "governance.webhooks.tasks.forget", "schedule": 6 * 3600},
    "files.erase_expired": {"task": "governance.files.tasks.erase_expired", "schedule": 600},
    "cases.note_expired": {"task": "cases.confirmation.tasks.note_expired_windows", "schedule": 600},
    "cases.note_overdue": {"task": "cases.performance.tasks.note_overdue", "schedule": 600},
    "cases.late_reports": {"task": "cases.risk.tasks.tell_late_reports", "schedule": 600},
    "cases.forget_drafts": {"task": "cases.intake.tasks.forget_drafts", "schedule": 3600},
    "files.remove_orphans": {"task": "governance.files.tasks.remove_orphans", "schedule": 6 * 3600},
    "invariants.nightly": {"task": "governance.invariants.tasks.nightly", "schedule": 1800},
}

# --- the house
WINGS = ["governance", "cases"]  # one app each, the ground floor first
INSTALLED_APPS = [
    *WINGS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "rest_framework",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "governance.watch.logs.RequestLogMiddleware",
    "governance.audit.origin.OriginMiddleware",
    "governance.replica.middleware.OwnWriteMiddleware",
    "governance.pages.guards.UploadLimitMiddleware",
    "governance.pages.guards.NullByteMiddleware",
    "governance.pages.errors.RefusalMiddleware",
    "governance.access.sessions.SessionLimits",
    "governance.access.reach.ReachMiddleware",
    "governance.access.sessions.FirstThings",
    "governance.pages.place.PlaceMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
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
                "governance.pages.context.frame",
            ],
        },
    }
]
FILTERS_EMPTY_CHOICE_LABEL = "全部"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["governance.formats"]

# --- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or BASE_DIR / ".data/static-root")
FILES_ROOT = env.folder("FILES_ROOT", default=BASE_DIR / ".data/files")
STATIC_FROM_SOURCE = env.bool("STATIC_FROM_SOURCE", default=DEBUG or DEMO)  # no collectstatic needed
STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
if not STATIC_FROM_SOURCE:
    STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
WHITENOISE_USE_FINDERS = STATIC_FROM_SOURCE
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=100 * 1024 * 1024)  # bytes of one request

# --- sign-in
AUTH_USER_MODEL = "governance.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("STEPUP_MINUTES", default=10) * 60

ACCOUNT_ADAPTER = "governance.access.signin.SignInAdapter"
ACCOUNT_FORMS = {"change_password": "governance.access.forms.ChoosePasswordForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # one lockout counts everything: governance/access/lockout.py
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "governance.access.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "governance.access.second_factor.CodeForm",
    "activate_totp": "governance.access.second_factor.SetUpForm",
    "reauthenticate": "governance.access.second_factor.CodeAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: clocks of phones differ
MFA_RECOVERY_CODES_SHOW_ONCE = False
AXES_HANDLER = "governance.access.lockout.Lockout"
AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", default=5)
LOCKOUT_WIDE_LIMIT = env.int("LOCKOUT_WIDE_FAILURES", default=50)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "governance.access.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "governance.access.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "governance.access.lockout.answer"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that the message tells stays true
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"governance.access.passwords.{rule}"}
    for rule in ("LongEnough", "NotCommon", "NotOneself", "NotTheOldOne")
]
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=30))
SESSION_LIMIT = timedelta(hours=env.int("SESSION_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSIONS_PER_ACCOUNT = env.int("SESSIONS_PER_ACCOUNT", default=5)

# --- single sign-on by OpenID Connect; off while OIDC_ISSUER is empty
OIDC_ISSUER = env.address("OIDC_ISSUER")
OIDC_NAME = env.str("OIDC_NAME", default="统一身份认证")
OIDC_USERNAME_CLAIM = env.str("OIDC_USERNAME_CLAIM", default="preferred_username")
SOCIALACCOUNT_ADAPTER = "governance.access.signin.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": env.text("OIDC_CLIENT_ID"),
            "secret": env.text("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER, "scope": ["openid", "profile"]},
        }
    )

# --- content security (strict: no inline script or style)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *([OIDC_ISSUER] if OIDC_ISSUER else [])],  # the button of single sign-on
        "frame-ancestors": ["'none'"],
    }
}
CSRF_FAILURE_VIEW = "governance.pages.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# --- API
API_RATE_PER_MINUTE = env.int("API_RATE_PER_MINUTE", default=600)  # of a signed-in person; clients have their own
REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": ["governance.api.wire.Parser"],
    "DEFAULT_RENDERER_CLASSES": ["governance.api.wire.Renderer"],
    "DEFAULT_PERMISSION_CLASSES": [],  # each view declares its reach (governance/api/views.py)
    "DEFAULT_SCHEMA_CLASS": "governance.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "governance.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "社区治理门户接口",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": ["governance.api.schema.complete", "governance.webhooks.schema.complete"],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
}

# --- messages outside the portal; each channel is off while it is empty
NOTICE_CHANNELS = {
    "email": env.gateway("NOTICE_EMAIL_URL"),
    "chat": env.gateway("NOTICE_CHAT_URL"),
    "sms": env.gateway("NOTICE_SMS_URL"),
}

# --- webhooks (governance/webhooks): private networks whose receivers may be told; none by default
WEBHOOK_NETWORKS = env.networks("WEBHOOK_NETWORKS")

# --- watching
LOG_FORMAT = env.one_of("LOG_FORMAT", ["json", "console"], default="json")
LOGGING = logging_as(LOG_FORMAT)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG  # a task's success is not news; its failure is
DJANGO_STRUCTLOG_CELERY_TASK_FAILURE_LOG_LEVEL = logging.ERROR
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # the trail keeps addresses, of acts
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # empty: /metrics answers on this machine only
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|metrics)$"]  # probes speak plain HTTP behind the proxy

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
if DEMO and (HTTPS or not (DEBUG or set(ALLOWED_HOSTS) <= LOOPBACK)):
    raise ImproperlyConfigured(
        "DEMO 只能用于演示：它免除第二验证因素并使用公开的密码，不能与 HTTPS 或对外的 ALLOWED_HOSTS 同时启用。"
    )
