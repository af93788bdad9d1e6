"""Abstract parts and fields that several records of supervision share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def by(label: str) -> Any:
    """Who did it: kept, never typed."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=label,
    )


def yuan(label: str, **kwargs: Any) -> Any:
    """An amount in yuan, exact to the fen."""
    return models.DecimalField(max_digits=14, decimal_places=2, verbose_name=label, **kwargs)


class Releasable(models.Model):
    """Nothing is public until it is released, with a text of its own (公开)."""

    released_on = models.DateField(null=True, editable=False, verbose_name="公开日期")
    released_by = by("公开人")
    public_text = models.TextField(
        max_length=5000, blank=True, editable=False, verbose_name="公开的内容"
    )

    class Meta:
        abstract = True

    @property
    def is_released(self) -> bool:
        return self.released_on is not None
