"""Nothing that was typed is lost: after a fault, a refusal, an expired login."""

from congress.common.typed.labels import register_page
from congress.common.typed.origin import is_same_origin, is_trusted
from congress.common.typed.reading import Typed, chosen_files, posted_fields, typed_text

__all__ = [
    "Typed",
    "chosen_files",
    "is_same_origin",
    "is_trusted",
    "posted_fields",
    "register_page",
    "typed_text",
]
