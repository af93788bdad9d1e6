"""How big and how many, from the settings, and in words."""

from __future__ import annotations

from django.conf import settings

MEGABYTE = 1024 * 1024


def max_bytes() -> int:
    """Of one file."""
    return int(settings.PORTAL_FILE_MB * MEGABYTE)


def max_request_bytes() -> int:
    """Of all files that are sent at once."""
    return int(settings.PORTAL_UPLOAD_MB * MEGABYTE)


def max_files() -> int:
    """Of one record."""
    return int(settings.PORTAL_FILES_PER_RECORD)


def size_in_words(size: int) -> str:
    """1.2MB, 350KB; nothing is less than 1KB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))}KB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + "MB"
