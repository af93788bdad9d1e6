"""The first two pages of the guided path: the town, and its term."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from congress.common.exceptions import RuleViolation
from congress.common.setup import go_on, require_setup_rights, setup_page
from congress.township.models import CongressTerm, TownSettings, Township
from congress.township.setup.forms import CONTACT, ProfileForm, TermForm
from congress.township.setup.services import open_term, save_profile

PROFILE, TERM = 10, 20


def profile(request: HttpRequest) -> HttpResponse:
    """The town's name and how to reach the office; may be corrected here as long as one likes."""
    require_setup_rights(request.user)
    town = Township.objects.first() or Township()
    form = ProfileForm(request.POST or None, instance=town, settings=TownSettings.load())
    if request.method == "POST" and form.is_valid():
        contact = {name: form.cleaned_data[name] for name in CONTACT}
        try:
            save_profile(actor=request.user, town=form.save(commit=False), contact=contact)
        except RuleViolation as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已保存{form.instance}的镇情。")
            return go_on(PROFILE)
    context = {
        "title": "填写镇情",
        "sentence": "先写这几项就够，别的数字以后在“镇情”里补。",
        "form": form,
    }
    return setup_page(request, "admin/setup/base.html", PROFILE, context)


def term(request: HttpRequest) -> HttpResponse:
    """The term in force. Where there is one already, its own page is the place to correct it."""
    require_setup_rights(request.user)
    known = CongressTerm.objects.order_by("-ordinal").first()
    if known is not None:
        return redirect("admin:township_congressterm_change", known.pk)
    form = TermForm(request.POST or None, town=Township.objects.first())
    if request.method == "POST" and form.is_valid():
        made = open_term(actor=request.user, term=form.save(commit=False))
        messages.success(request, f"已建立{made.full_name}。")
        return go_on(TERM)
    context = {
        "title": "建立本届",
        "sentence": "现在是第几届人民代表大会。过去的届以后需要时再补。",
        "form": form,
    }
    return setup_page(request, "admin/setup/base.html", TERM, context)
