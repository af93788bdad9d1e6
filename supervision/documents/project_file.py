"""Everything of one project for the archive (项目档案): money, progress, quality, what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from congress.common.models import with_files
from congress.common.money import yuan_in_words
from congress.common.numerals import chinese_number
from congress.common.templatetags.portal import cn_date, files_in_words
from congress.documents.charts import share_bars
from congress.documents.headings import balanced_lines
from congress.documents.render import render_document
from proposals.documents.dossier_blocks import Block, Section, facts, table, text_block
from supervision import standing
from supervision.documents.letters import organ_name
from supervision.documents.project_money import money_blocks, oldest_due, sources_of
from supervision.models import (
    Demand,
    FieldWork,
    Milestone,
    ProgressNote,
    ProjectPressing,
    ProjectUnit,
    QualityCheck,
    SupervisionProject,
)

TITLE = "监督项目档案"
_BARS = 440
# The name of a project in its head: 18 pt, so many characters a line.
_NAME_WIDTH = 24


def project_file_pdf(project: SupervisionProject, *, printed_on: dt.date) -> bytes:
    """The file of a project; a fixed number of queries, however much was recorded."""
    parts = list(ProjectUnit.objects.filter(project=project).select_related("unit"))
    sources = sources_of(project)
    sections = [
        Section("基本情况", _about(project, parts)),
        Section("资金", money_blocks(sources, printed_on), "没有资金记录。"),
        Section("进度", _progress(project), "没有进度记录。"),
        Section("质量", _quality(project), "没有质量检查记录。"),
        Section("现场监督", _visits(project), "没有现场监督记录。"),
        Section("意见和整改", _demands(project, printed_on), "没有意见和整改。"),
        Section("督促", _pressings(project), "没有督促记录。"),
        Section("验收和成效", _end(project), "还没有验收。"),
    ]
    lead = "、".join(str(part.unit) for part in [p for p in parts if p.is_lead] or parts)
    shares = [(share.label, share.percent) for share in standing.shares(project, printed_on)]
    said = standing.sentence(project, printed_on, lead=lead, due=oldest_due(sources))
    context = {
        "project": project,
        "name_lines": balanced_lines(project.name, _NAME_WIDTH),
        "sentence": f"{said}。",
        "bars": share_bars(f"{project}的进展", shares, width=_BARS),
        "sections": [
            (chinese_number(place), section) for place, section in enumerate(sections, start=1)
        ],
        "organ": organ_name(),
        "printed_on": printed_on,
    }
    return render_document("documents/supervision/project_file.html", context, title=TITLE)


def _about(project: SupervisionProject, parts: Sequence[ProjectUnit]) -> list[Block]:
    units = [f"{part.unit}（牵头）" if part.is_lead else str(part.unit) for part in parts]
    origin = f"{project.get_origin_display()}（{project.get_level_display()}级）"
    stopped = ""
    if project.stopped_on is not None:
        stopped = f"{cn_date(project.stopped_on)}终止监督：{project.stopped_because}"
    return facts(
        [
            ("监督类别", f"{project.get_kind_display()}，{project.get_stage_display()}"),
            ("来源", "，".join(filter(None, [origin, project.origin_words]))),
            ("议案建议", project.proposal),
            ("计划事项", project.plan_item),
            ("责任单位", "、".join(units)),
            ("负责成员", project.member),
            ("参加代表", "、".join(str(each) for each in project.deputies.all())),
            ("建设内容", project.goal),
            ("受益范围", project.beneficiaries),
            ("开工日期", project.starts_on or standing.UNKNOWN),
            ("计划完工", project.planned_end or standing.UNKNOWN),
            ("实际完工", project.finished_on),
            ("终止", stopped),
            ("附件", files_in_words(_files_of(project))),
        ]
    )


def _files_of(project: SupervisionProject) -> list[Any]:
    row: Any = SupervisionProject.objects.filter(pk=project.pk).prefetch_related(with_files()).get()
    return list(row.files)


def _progress(project: SupervisionProject) -> list[Block]:
    notes = ProgressNote.objects.filter(project=project).select_related("noted_by", "field_work")
    return [
        *table(
            [("节点", ""), ("权重", "place"), ("计划时间", "day"), ("完成时间", "day")],
            [
                [row.name, row.weight, row.planned_on or "", row.actual_on or "没有完成"]
                for row in Milestone.objects.filter(project=project)
            ],
        ),
        *table(
            [("日期", "day"), ("进度", "place"), ("情况", ""), ("记录人", "short")],
            [
                [
                    cn_date(row.noted_on),
                    f"{row.percent}%",
                    "\n".join(filter(None, [row.words, str(row.field_work or "")])),
                    row.noted_by or "",
                ]
                for row in notes.order_by("noted_on", "pk")
            ],
        ),
    ]


def _quality(project: SupervisionProject) -> list[Block]:
    rows: Any = QualityCheck.objects.filter(project=project).prefetch_related(with_files())
    return table(
        [("日期", "day"), ("检查人", "unit"), ("结论", "short"), ("情况", "")],
        [
            [
                cn_date(row.checked_on),
                row.checked_by,
                row.get_result_display(),
                "\n".join(filter(None, [row.words, files_in_words(row.files)])),
            ]
            for row in rows
        ],
    )


def _visits(project: SupervisionProject) -> list[Block]:
    rows = FieldWork.objects.filter(project=project).defer("search_text", "scheme")
    rows = rows.select_related("leader").prefetch_related("deputies", with_files())
    found = []
    for row in rows.order_by("held_on", "pk"):
        who = [str(row.leader)] if row.leader else []
        who += [str(each) for each in row.deputies.all() if each.pk != row.leader_id]
        aspects = (
            ("进度", row.progress_words),
            ("质量", row.quality_words),
            ("资金到位", row.funds_words),
            ("看到的情况", row.findings),
            ("意见建议", row.advice),
            ("评价", "，".join(filter(None, [row.get_verdict_display(), row.verdict_words]))),
        )
        said = [f"{label}：{words}" for label, words in aspects if words]
        files = files_in_words(row.files)
        found.append(
            [
                f"{row.held_on}\n{row.get_kind_display()}",
                row.visitor or "、".join(who),
                "\n".join([row.title, *said, *([files] if files else [])]),
            ]
        )
    return table([("日期", "day"), ("参加", "unit"), ("情况", "")], found)


def _demands(project: SupervisionProject, on: dt.date) -> list[Block]:
    rows = Demand.objects.filter(project=project).issued().select_related("unit")
    return table(
        [("事由和要求", ""), ("单位", "unit"), ("发出和期限", "day"), ("状态", "short")],
        [
            [
                f"{row.get_kind_display()}：{row.title}\n{_asked(row)}".strip(),
                row.unit,
                f"{row.issued_on or standing.UNKNOWN}\n{row.due_on or standing.UNKNOWN}",
                "逾期" if row.is_overdue(on) else row.get_state_display(),
            ]
            for row in rows.order_by("pk")
        ],
    )


def _asked(row: Demand) -> str:
    return "\n".join(filter(None, [row.content, row.wanted, row.document_number]))


def _pressings(project: SupervisionProject) -> list[Block]:
    rows = ProjectPressing.objects.filter(project=project)
    return table(
        [
            ("日期", "day"),
            ("方式", "short"),
            ("督促谁", "unit"),
            ("当时未到位", "money"),
            ("情况", ""),
        ],
        [
            [
                cn_date(row.pressed_on),
                row.get_form_display(),
                row.unit or "",
                yuan_in_words(row.arrears) if row.arrears else "",
                "\n".join(filter(None, [row.source.name if row.source else "", row.content])),
            ]
            for row in rows.select_related("source", "unit").order_by("pressed_on", "pk")
        ],
    )


def _end(project: SupervisionProject) -> list[Block]:
    return [
        *facts([("验收日期", project.accepted_on), ("验收单位", project.accepted_by)]),
        *text_block("验收意见", project.acceptance),
        *text_block("成效", project.outcome),
    ]
