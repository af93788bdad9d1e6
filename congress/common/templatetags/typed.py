"""What was typed, on the pages that say why a form was not taken."""

from typing import Any

from django import template

from congress.common.typed import chosen_files, is_trusted, typed_text

register = template.Library()


@register.inclusion_tag("includes/typed.html", takes_context=True)
def typed_back(context: template.Context) -> dict[str, Any]:
    """The typed text of the form that was refused; nothing on any other page."""
    request = context.get("request")
    if request is None or request.method != "POST" or not is_trusted(request):
        return {}
    typed = typed_text(request)
    heading = "您刚才填写的内容，可以复制下来："
    return {"typed": typed, "files": chosen_files(request) if typed else [], "heading": heading}
