"""Long lists in the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.views import ChangeList


class KeyedChangeList(ChangeList):
    """Takes a list of one page from its paginator, too, where Django would ask for all at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # The head of the page would say the number without 超过; it stands below the list.
        self.full_result_count = self.result_count
        if not self.multi_page:
            self.result_list: Any = self.paginator.page(1).object_list
