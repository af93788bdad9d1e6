"""Liaison plans and tasks in the back office."""

from tests.permissions.table import Row, back_office

READ = back_office(staff=200, auditor=200)
WRITE = back_office(staff=200)
LEADS_ON = back_office(staff=302)


def _plan(town):
    return [town.plan.pk]


def _task(town):
    return [town.task.pk]


def _reported(town):
    return [town.reported.pk]


ROWS = [
    Row("admin:deputies_liaisonplan_hand_out", args=_plan, get=WRITE, post=back_office(staff=302)),
    Row(
        "admin:deputies_liaisonplan_print_sheets",
        args=_plan,
        get=READ,
        post=back_office(staff=302, auditor=302),
    ),
    Row(
        "admin:deputies_liaisonplan_sheets",
        args=lambda town: [town.plan.pk, town.member.pk],
        get=READ,
        post=READ,
    ),
    Row("admin:deputies_liaisonplan_attachments_page", args=_plan, get=WRITE, post=WRITE),
    Row(
        "admin:deputies_liaisontask_attachments_page",
        args=_reported,
        get=back_office(office=200),
        post=back_office(office=200),
    ),
    Row(
        "admin:deputies_liaisontask_confirm_task",
        args=_reported,
        get=WRITE,
        post=back_office(staff=302),
    ),
    Row("admin:deputies_liaisontask_return_task", args=_reported, get=WRITE, post=WRITE),
    Row(
        "admin:deputies_liaisontask_report_on_behalf",
        args=_task,
        get=back_office(office=200),
        post=back_office(office=200),
    ),
    Row("admin:deputies_liaisontask_cancel_task", args=_task, get=WRITE, post=WRITE),
    Row("admin:deputies_liaisontask_chasing", get=WRITE, post=back_office(back_office=405)),
    Row("admin:deputies_liaisontask_chase", get=LEADS_ON, post=LEADS_ON),
    Row("admin:deputies_liaisontask_chase_task", args=_task, get=LEADS_ON, post=LEADS_ON),
    Row("admin:deputies_liaisonplan_chase_plan", args=_plan, get=LEADS_ON, post=LEADS_ON),
    Row("admin:deputies_liaisontask_print_sheet", args=_task, get=READ, post=READ),
]
