"""Password rules that help: long enough, not a common one, not one's own name. No rule about kinds of characters."""

import secrets

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another: people type these from paper


def initial_password() -> str:
    """A password for handing over: three groups of five, 74 random bits; it must be changed at the first sign-in."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))


def faults(password: str, account) -> list[str]:
    """What is wrong with a password, in sentences; empty when it is good."""
    try:
        password_validation.validate_password(password, account)
    except ValidationError as refusal:
        return refusal.messages
    return []


class LongEnough:
    """At least `minimum` characters, at most 128. A sentence is the easiest way there, and the hint says so."""

    def __init__(self, minimum=10):
        self.minimum = minimum

    def validate(self, password, user=None):
        if len(password) < self.minimum:
            missing = self.minimum - len(password)
            raise ValidationError(f"还差 {missing} 个字符（至少 {self.minimum} 个）。可以用一句您记得住的话。")
        if len(password) > 128:
            raise ValidationError("密码不能超过 128 个字符。")
        if "\x00" in password:
            raise ValidationError("密码中含有无法使用的字符。")

    def get_help_text(self):
        return f"至少 {self.minimum} 个字符，汉字、字母、数字、空格都可以。"


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return "这是最常被猜到的密码之一，请换一个。"

    def get_help_text(self):
        return "不能是常见密码。"


class NotOneself(password_validation.UserAttributeSimilarityValidator):
    def __init__(self):
        super().__init__(user_attributes=("username", "name"))

    def get_error_message(self):
        return "密码与您的用户名或姓名太接近，请换一个。"

    def get_help_text(self):
        return "不能与用户名或姓名接近。"


class NotTheOldOne:
    """A new password differs from the one in use: an initial password on paper must not live on."""

    def validate(self, password, user=None):
        if user is not None and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError("新密码不能与现在的密码相同。")

    def get_help_text(self):
        return "不能与现在的密码相同。"
