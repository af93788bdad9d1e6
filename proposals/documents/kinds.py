"""Which documents there are, and how each is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from proposals.documents import (
    collection,
    dossier,
    feedback_form,
    form,
    meeting,
    notices,
    pressing_letter,
    promise_ledger,
    register,
    reply_letter,
    watch_list,
)


@dataclass(frozen=True)
class Document:
    """One kind: ``at_once`` is how many proposals somebody may wait for, ``step`` how many a job
    draws at a time (None: all of them, since pages or sums depend on each other)."""

    slug: str
    name: str
    help: str
    make: Callable[..., bytes]
    at_once: int
    step: int | None = None

    def pdf(self, proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
        """RuleViolation when there is nothing to print, or not so."""
        return self.make(proposals, printed_on=printed_on)


# At most some seven seconds, on a small machine: 7 full forms, 40 texts or 90 lines a second.
DOCUMENTS = (
    Document("form", form.TITLE, "一件一页，写不下的接续页", form.forms_pdf, at_once=40, step=25),
    Document(
        "register", register.TITLE, "横排一览表，一件一行", register.register_pdf, at_once=300
    ),
    Document(
        "collection",
        collection.TITLE,
        "封面、目录、全文；按一次会议编，不收撤回、退回和不作为建议处理的",
        collection.collection_pdf,
        at_once=60,
    ),
    Document(
        "notices", notices.TITLE, "每个承办单位一份，附清单和签收栏", notices.notices_pdf, 150
    ),
    Document(
        "meeting",
        meeting.TITLE,
        "各单位主办、协办、分别办理的件数和清单",
        meeting.meeting_list_pdf,
        at_once=300,
    ),
    Document(
        "replies",
        reply_letter.TITLE,
        "每个单位最近一次答复，单独成文；没有录入全文的不打印",
        reply_letter.reply_letters_pdf,
        at_once=30,
        step=20,
    ),
    Document(
        "feedback",
        feedback_form.TITLE,
        "每份答复、每名代表一页；评过的照填",
        feedback_form.feedback_forms_pdf,
        at_once=60,
        step=40,
    ),
    Document(
        "feedback-table",
        feedback_form.TOGETHER,
        "每份答复一张，代表一人一行",
        feedback_form.feedback_tables_pdf,
        at_once=60,
        step=40,
    ),
    Document(
        "pressing",
        pressing_letter.TITLE,
        "还没有答复的，每个单位一份，写明期限、逾期几天、要求哪天以前办完",
        pressing_letter.pressing_letters_pdf,
        at_once=150,
    ),
    Document(
        "promises",
        promise_ledger.TITLE,
        "横排，答复里承诺的一项一行，逾期的标出来",
        promise_ledger.promises_pdf,
        at_once=300,
    ),
    Document(
        "watch",
        watch_list.TITLE,
        "主席团会议用：重点督办、逾期、快到期、不满意、逾期的承诺",
        watch_list.watch_list_pdf,
        at_once=300,
    ),
    Document(
        "dossier",
        dossier.TITLE,
        "归档用，一件一卷：封面、目录，从提出到公开的全部记录，附件目录",
        dossier.dossiers_pdf,
        at_once=8,
        step=4,
    ),
)
_BY_SLUG = {document.slug: document for document in DOCUMENTS}


def document_of(slug: str) -> Document:
    """The kind of that name. KeyError when there is none."""
    return _BY_SLUG[slug]
