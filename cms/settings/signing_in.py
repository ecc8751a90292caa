"""Who enters the newsroom, and for how long: passwords, the second factor, sessions, locks (docs/accounts.md)."""

from datetime import timedelta
from urllib.parse import urlsplit

from .environment import env

AUTH_USER_MODEL = "accounts.User"
# Who failed too often is not even asked for the password (cms/accounts/lockout.py).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Length, not composition: OWASP ASVS 5.0.0, 6.2.1 and 6.2.5.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "first_name", "last_name", "email", "position")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "cms.accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cms.accounts.passwords.ExpectedPasswordValidator"},
]
# The link in the mail that lets somebody choose a new password.
PASSWORD_RESET_TIMEOUT = 60 * 60
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.resetting.PasswordResetForm"
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.signing_in_forms.SignInForm"

# Nobody enters the newsroom with a password alone (docs/accounts.md). No variable turns this off.
SECOND_FACTOR_REQUIRED = True
# Under this name an authenticator keeps the key.
OTP_TOTP_ISSUER = urlsplit(env("BASE_URL", default="") or "http://localhost").hostname

# Sessions end by themselves, in seconds: without anybody acting, and at the latest. None: never.
SESSION_ENDS: dict[str, dict[str, int | None]] = {
    "staff": {"idle": 15 * 60, "latest": 12 * 60 * 60},
    "administrator": {"idle": 5 * 60, "latest": 8 * 60 * 60},
}
SESSION_COOKIE_AGE = 12 * 60 * 60
# An account that nobody used for so many days is deactivated by `disable_idle_accounts`.
IDLE_ACCOUNT_DAYS = 45

# Five failures of one account from one address; so many from one address over all accounts.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
LOGIN_FAILURES_OF_AN_ADDRESS = 30
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Trying on does not lengthen the lock, and fills no table.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "cms.accounts.lockout.LoginFailures"
AXES_CLIENT_IP_CALLABLE = "cms.accounts.lockout.address_of"
AXES_USERNAME_CALLABLE = "cms.accounts.lockout.username_of"
AXES_LOCKOUT_CALLABLE = "cms.accounts.lockout.answer"
AXES_DISABLE_ACCESS_LOG = True  # the audit log has them
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
