"""What people are told in the portal, and the e-mails behind it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from congress.common.messaging.querysets import DeliveryQuerySet, MessageQuerySet
from congress.common.models.abstract import PublicIdModel
from congress.common.registry.messages import Link, Urgency, message_kind_label


class Message(PublicIdModel):
    """One sentence to one person. Kept for a year (``services.tidy``).

    ``about`` lists the things it speaks of that are still open, as subjects ("liaison-task:k3b…");
    when the last one is settled, so is the message. ``detail`` is shown in the portal only and
    never mailed: what somebody wrote by hand, such as why a report was returned.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="messages",
        verbose_name="收件人",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="经办人",
    )
    kind = models.CharField(max_length=40, verbose_name="种类")
    urgency = models.CharField(
        max_length=10, choices=Urgency.choices, default=Urgency.NOTICE, verbose_name="缓急"
    )
    text = models.CharField(max_length=500, verbose_name="内容")
    detail = models.CharField(max_length=500, blank=True, verbose_name="说明")
    url_name = models.CharField(max_length=100, blank=True, verbose_name="页面")
    url_kwargs: Any = models.JSONField(default=dict, verbose_name="页面参数")
    url_tail = models.CharField(max_length=200, blank=True, verbose_name="页面位置")
    about: Any = models.JSONField(default=list, verbose_name="涉及的事项")
    dedup_key = models.CharField(max_length=200, verbose_name="防重复标记")
    created_at = models.DateTimeField(verbose_name="时间")
    read_at = models.DateTimeField(null=True, verbose_name="打开时间")
    settled_at = models.DateTimeField(null=True, verbose_name="办结时间")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "dedup_key"], name="message_is_said_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, settled_at__isnull=True),
                name="message_unread",
            ),
            models.Index(fields=["created_at"], name="message_age"),
            GinIndex(fields=["about"], condition=Q(settled_at__isnull=True), name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}（{self.public_id}）"

    @property
    def kind_label(self) -> str:
        """What kind it is, for people."""
        return message_kind_label(self.kind)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None and self.settled_at is None

    @property
    def link(self) -> Link | None:
        """Where it leads; None when it says all there is."""
        if not self.url_name:
            return None
        return Link(self.url_name, self.url_kwargs, self.url_tail)


class SaidReminder(models.Model):
    """That a person was reminded of a thing at a step, so that it is never said twice."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="reminders", verbose_name="消息"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="收件人"
    )
    subject = models.CharField(max_length=100, verbose_name="事项")
    counts_from = models.DateField(verbose_name="起算日期")
    step = models.SmallIntegerField(verbose_name="第几天")

    class Meta:
        verbose_name = verbose_name_plural = "已提醒的事项"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "subject", "counts_from", "step"],
                name="reminder_is_said_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.step:+d}"


class DeliveryState(models.TextChoices):
    """Where an e-mail stands."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有发出"
    DROPPED = "dropped", "不必再发"


class MessageDelivery(models.Model):
    """The e-mail behind a message. The address stands on the account and is copied nowhere."""

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, related_name="delivery", verbose_name="消息"
    )
    state = models.CharField(
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.WAITING,
        verbose_name="状态",
    )
    tries = models.PositiveSmallIntegerField(default=0, verbose_name="试了几次")
    queued_at = models.DateTimeField(verbose_name="排队时间")
    next_try_at = models.DateTimeField(verbose_name="下次发送")
    sent_at = models.DateTimeField(null=True, verbose_name="发出时间")
    last_error = models.CharField(max_length=300, blank=True, verbose_name="最近的错误")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邮件发送"
        ordering: ClassVar[list[str]] = ["-queued_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_outbox",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.get_state_display()}"


class MessageSettings(models.Model):
    """How one person wants to be told; without a row, the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="message_settings",
        verbose_name="账号",
    )
    by_mail = models.BooleanField(default=True, verbose_name="同时发电子邮件")

    class Meta:
        verbose_name = verbose_name_plural = "消息设置"

    def __str__(self) -> str:
        return f"{self.user}的消息设置"
