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


class FilteredButtons:
    """Mixed into the admin page of a list whose buttons go by what the list shows.

    ``filtered_buttons``: how the addresses of these buttons end.
    """

    filtered_buttons: tuple[str, ...] = ()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The buttons take the filters of the list along."""
        response = super().changelist_view(request, extra_context)  # type: ignore[misc]
        context = getattr(response, "context_data", None) or {}
        buttons = list(context.get("actions_list", ()))
        buttons += [each for menu in buttons for each in menu.get("items", ())]
        for button in buttons:
            if button.get("path", "").endswith(self.filtered_buttons):
                button["path"] += query_of(request)
        return response


def query_of(request: HttpRequest) -> str:
    """The filters of a list as its address has them; "" without any."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
