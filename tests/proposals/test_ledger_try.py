from congress.common.imports.services import import_file
from tests.proposals.conftest import LEDGER
def test_try(session):
    plan, run = import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)
    for r in plan.bad_rows: print(r.number, r.reason, r.question)
    print(plan.counts, plan.creates, plan.warnings, plan.notes, sep="\n")
    plan, run = import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)
    for r in plan.rows:
        if r.changes: print(r.number, r.changes)
    print(plan.counts)
    assert 0
