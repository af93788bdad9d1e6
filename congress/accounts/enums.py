"""How somebody came in, and why he is out again."""

from django.db import models


class Entry(models.TextChoices):
    """What somebody came in with."""

    PASSWORD = "password", "登录名和密码"
    CARD = "card", "履职卡和口令"
    PHONE = "phone", "记住的手机"


# Came in by something that can be lost on the way: opens only roles whose policy allows cards.
CARD_ENTRIES = frozenset({Entry.CARD, Entry.PHONE})


class EndCause(models.TextChoices):
    """Why a login is over. The label is what its owner reads."""

    LOGOUT = "logout", "退出"
    IDLE = "idle", "有一段时间没有操作，为了安全已经退出。请重新登录，接着办刚才的事。"
    EXPIRED = "expired", "这次登录时间太长，为了安全已经退出。请重新登录，接着办刚才的事。"
    PASSWORD = "password", "密码已经更换，请用新密码登录。"
    REVOKED = "revoked", "这次登录已被撤销。要继续使用，请重新登录；有疑问请打电话给人大办公室。"
