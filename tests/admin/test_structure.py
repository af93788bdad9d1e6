"""What every page of the back office is made of: predicates decide, services write."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib import admin

from congress.common.admin import PortalInlineMixin, PortalModelAdmin
from congress.common.cells import Cell
from congress.common.imports.registry import import_kinds
from congress.common.imports.resource import PortalResource
from tests.admin.pages import labels, registered

ROOT = Path(__file__).resolve().parents[2]
# What only the steps of a model's workflow change, beside its ``status``.
BY_STEPS_ONLY = {
    "deputies.LiaisonTask": {"due_on", "due_rule", "opens_on", "assignee"},
    "deputies.TaskReport": {"decided_by", "decided_at", "is_accepted", "return_reason"},
    "documents.WorkReport": {
        "edition",
        "frozen",
        "pdf",
        "public_pdf",
        "finalised_at",
        "finalised_by",
        "released_at",
        "released_by",
    },
    "common.ImportRun": {"written", "counts", "finished_at", "created_by"},
    "common.Job": {"done", "total", "attempts", "file"},
    "common.MessageDelivery": {"state", "tries", "sent_at"},
    "accounts.User": {"is_superuser", "last_login"},
}
ROWS = re.compile(r"objects\b|_manager\b|\b(all|filter|exclude)\(")
PAGES = ("admin", "view", "views", "page", "pages")
WRITES = {
    "save",
    "delete",
    "create",
    "get_or_create",
    "update_or_create",
    "save_version",
    "bulk_create",
    "bulk_update",
}


def admin_of(label):
    return next(admin.site._registry[m] for m in registered() if m._meta.label == label)


@pytest.mark.parametrize("label", labels())
def test_page_and_its_tables_have_the_portals_base(label):
    page = admin_of(label)
    assert isinstance(page, PortalModelAdmin)
    assert all(issubclass(inline, PortalInlineMixin) for inline in page.inlines)


@pytest.mark.parametrize("label", labels())
def test_list_names_what_it_reads_along(label):
    """Or each row asks once more for what it refers to."""
    page = admin_of(label)
    relations = {field.name for field in page.model._meta.fields if field.is_relation}
    if not relations:
        return
    named = page.list_select_related
    assert isinstance(named, tuple), "Name list_select_related, () when nothing is read along."
    covered = {path.split("__")[0] for path in named}
    assert relations.intersection(page.list_display) <= covered


# Whether the government took the advice is what it answered: written down, not led on.
NO_WORKFLOW = {"supervision.Advice"}


@pytest.mark.parametrize("label", labels())
def test_workflow_is_no_box_to_fill_in(label, filled, rf):
    """Each step is a button of its own that calls a service."""
    page = admin_of(label)
    request = rf.get("/")
    request.user = filled.office
    if not page.has_change_permission(request) and not page.has_add_permission(request):
        return
    record = page.model._default_manager.last()
    boxes = set(page.get_form(request, record, change=True).base_fields)
    boxes |= set(page.get_form(request).base_fields)
    for inline in page.get_inline_instances(request):
        if inline.has_change_permission(request):
            names = set(inline.get_formset(request, record).form.base_fields)
            fixed = BY_STEPS_ONLY.get(inline.model._meta.label, set()) | _states(inline.model)
            assert names.isdisjoint(fixed - set(inline.get_readonly_fields(request)))
    assert boxes.isdisjoint(BY_STEPS_ONLY.get(label, set()) | _states(page.model))


def _states(model):
    if model._meta.label in NO_WORKFLOW:
        return set()
    return {field.name for field in model._meta.fields} & {"status", "state"}


def test_pages_write_nothing_themselves():
    """Views and admin pages call services; these alone write."""
    found = {
        f"{path.relative_to(ROOT)}: {said}"
        for path in page_modules()
        for said in writes(path.read_text())
    }
    assert found == set()


def page_modules():
    """Modules that answer requests, by their names or their folders'."""
    for app in ("congress", "deputies", "proposals", "supervision"):
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = (*path.relative_to(ROOT).parts[:-1], path.stem)
            if any(part.endswith(PAGES) for part in parts):
                yield path


def writes(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = ast.unparse(node)
            of_rows = node.func.attr == "update" and ROWS.search(said)  # dicts have one as well
            if of_rows or (node.func.attr in WRITES and "commit=False" not in said):
                yield said


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("task.save()", True),
        ("Task.objects.filter(pk=1).update(status='open')", True),
        ("form.save(commit=False)", False),
        ("query.update(changed)", False),
        ("row.__dict__.update(other.__dict__)", False),
    ],
)
def test_writing_is_recognised(source, is_one):
    assert bool([*writes(source)]) is is_one


def test_pages_are_found():
    found = {str(path.relative_to(ROOT)) for path in page_modules()}
    assert {"deputies/admin/people.py", "congress/documents/report_pages.py"} <= found


@pytest.mark.parametrize("slug", import_kinds())
class TestImports:
    def resource(self, slug):
        return import_kinds()[slug].resource_class

    def test_resource_has_the_portals_base_and_cleans_in_full(self, slug):
        resource = self.resource(slug)
        assert issubclass(resource, PortalResource)
        assert resource._meta.clean_model_instances
        assert resource.validate_instance is PortalResource.validate_instance
        assert resource.save_instance is PortalResource.save_instance  # writing is the kind's

    def test_choices_are_checked(self, slug):
        """A cell that is none of the choices is refused before anything is confirmed."""
        resource = self.resource(slug)
        columns = {f.name: f for f in resource._meta.model._meta.fields if f.choices}
        for field in resource.fields.values():
            if field.attribute in columns:
                with pytest.raises(ValueError, match="请写"):
                    field.clean({field.column_name: Cell("没有这一种")})
