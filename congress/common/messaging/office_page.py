"""What the messages give to the back office's first page."""

import datetime as dt
from typing import Any

from django.utils import timezone

from congress.common.models import MessageDelivery
from congress.common.office_page import list_address
from congress.common.registry import OfficeLine


def mails_not_sent(day: Any) -> list[OfficeLine]:
    """E-mails of the last week that no server took."""
    since = timezone.now() - dt.timedelta(days=7)
    failed = MessageDelivery.objects.failed().filter(queued_at__gte=since).count()
    url = list_address("common_messagedelivery_changelist", "state__exact=failed")
    return [OfficeLine(90, "邮件没有发出", failed, url, "封", "check")]
