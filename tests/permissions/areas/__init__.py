"""The table, one file an area; a new file is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from tests.permissions.areas.admin_records import POLICIES
from tests.permissions.table import Row

AREAS: dict[str, list[Row]] = {policy.model: list(policy.rows()) for policy in POLICIES}
for _module in iter_modules(__path__):
    if _module.name != "admin_records":
        AREAS[_module.name] = import_module(f"{__name__}.{_module.name}").ROWS
