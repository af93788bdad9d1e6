"""Release to the public, and take back: two steps that several records have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import words
from supervision.admin.step_pages import StepForm, StepPage, plain
from supervision.models import SupervisionSettings
from supervision.services.releasing import release, take_back


class TakeBackForm(StepForm):
    reason = words("理由", most=500, help_text="记在变更记录里，不公开。")


def _not_shown(record: Any) -> list[str]:
    if SupervisionSettings.load().publishes_supervision:
        return []
    return ["本镇还没有打开“公开监督工作”。现在公开的先存着，打开以后大家才看得到。"]


def releasing_pages(
    suggested: Callable[[Any], str], may_be: Callable[[Any], bool] = lambda record: True
) -> list[StepPage]:
    """Both steps; ``suggested`` is what the box begins with while nothing was ever public.

    ``may_be``: whether a record is far enough to be released.
    """

    class ReleaseForm(StepForm):
        text = words(
            "公开的内容",
            most=5000,
            rows=8,
            help_text="大家看到的就是这一段和题目。请去掉群众的姓名、电话、住址。",
        )

        def prepare(self) -> None:
            self.fields["text"].initial = self.record.public_text or suggested(self.record)

    return [
        StepPage(
            "release",
            "公开",
            ReleaseForm,
            "公开以后，没有账号的人也能看到。再按一次“公开”，可以改公开的内容。",
            plain(release, "text"),
            "已公开。",
            is_possible=may_be,
            notes=_not_shown,
        ),
        StepPage(
            "take-back",
            "收回公开",
            TakeBackForm,
            "收回以后，公开的页面上就没有这一件了。公开过的内容留在记录里。",
            plain(take_back, "reason"),
            "已收回，公开的页面上没有这一件了。",
            is_possible=lambda record: record.is_released,
        ),
    ]


def released_words(record: Any) -> str:
    """Whether it is public, in a sentence for the record's page."""
    if record.is_released:
        return f"{cn_date(record.released_on)}公开。"
    return ""
