"""Projects and their money in the columns of the import: read in again, nothing changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from openpyxl import Workbook

from congress.common.cells import safe_for_export
from supervision.imports.cells import SaidSource, SourcesWidget, YuanWidget
from supervision.imports.instalments import InstalmentResource
from supervision.imports.projects import ProjectResource
from supervision.imports.workbook import INSTALMENTS, SupervisionImport
from supervision.models import FundSource, Instalment, ProjectUnit, SupervisionProject

_WAN = YuanWidget()


def with_export_relations(
    projects: QuerySet[SupervisionProject],
) -> list[SupervisionProject]:
    """All that both sheets say, in a fixed number of queries."""
    sources = FundSource.objects.prefetch_related(Prefetch("instalments", Instalment.objects.all()))
    return list(
        projects.order_by("pk")
        .prefetch_related(None)
        .prefetch_related(
            Prefetch("unit_parts", ProjectUnit.objects.select_related("unit")),
            Prefetch("sources", sources),
        )
    )


def workbook_headings() -> list[str]:
    """The columns of both sheets, for the record of who took them out."""
    return [
        *ProjectResource.field_labels().values(),
        *InstalmentResource.field_labels().values(),
    ]


def supervision_xlsx(projects: list[SupervisionProject]) -> bytes:
    """An .xlsx with the sheets 监督项目 and 资金到位; amounts in 万元."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SupervisionImport.main_sheet)
    sheet.append(list(ProjectResource.field_labels().values()))
    for project in projects:
        sheet.append([safe_for_export(value) for value in _project_cells(project)])
    sheet = book.create_sheet(INSTALMENTS)
    sheet.append(list(InstalmentResource.field_labels().values()))
    for project in projects:
        for cells in _instalment_cells(project):
            sheet.append([safe_for_export(value) for value in cells])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _project_cells(project: SupervisionProject) -> list[Any]:
    sources = [SaidSource(source.name, source.planned) for source in project.sources.all()]
    units = "、".join(str(part.unit) for part in project.unit_parts.all())
    return [
        project.name,
        project.get_kind_display(),
        project.origin_words or project.get_origin_display(),
        project.get_level_display(),
        units,
        str(project.starts_on or ""),
        str(project.planned_end or ""),
        str(project.finished_on or ""),
        _WAN.render(project.planned_total),
        SourcesWidget().shown(sources),
        project.beneficiaries,
    ]


def _instalment_cells(project: SupervisionProject) -> Iterator[list[Any]]:
    for source in project.sources.all():
        for row in source.instalments.all():
            yield [
                project.name,
                str(row.arrived_on or ""),
                _WAN.render(row.amount),
                row.payer if row.payer and _means(row.payer, source, project) else source.name,
                row.voucher,
                row.remark,
            ]


def _means(written: str, source: FundSource, project: SupervisionProject) -> bool:
    """Whether the payer's name alone leads back to this source."""
    near = [
        each
        for each in project.sources.all()
        if each.name.startswith(written) or written.startswith(each.name)
    ]
    exact = [each for each in project.sources.all() if each.name == written]
    return (exact or near) == [source]
