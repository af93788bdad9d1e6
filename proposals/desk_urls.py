from django.urls import include, path

from proposals import desk_views
from proposals.deskwork import detail, drafts, rating, sponsors, steps, submitting
from proposals.documents.answer_pages import (
    draft_letter,
    feedback_form,
    own_ledger,
    reply_letter,
)
from proposals.documents.pages import desk_form

urlpatterns = [
    path("", desk_views.index, name="desk-proposals"),
    path("similar/", desk_views.similar, name="desk-proposals-similar"),
    path("new/", drafts.new, name="desk-proposal-new"),
    path("save/", drafts.save, name="desk-proposal-save"),
    path("parts/<slug:part_id>/letter.pdf", draft_letter, name="desk-part-letter"),
    path("promises/ledger.pdf", own_ledger, name="desk-promises-ledger"),
    path("replies/<slug:public_id>/letter.pdf", reply_letter, name="desk-reply-letter"),
    path("replies/<slug:public_id>/feedback.pdf", feedback_form, name="desk-reply-feedback"),
    path("", include("proposals.deskwork.unit.urls")),
    path("<slug:public_id>/", detail.detail, name="desk-proposal"),
    path("<slug:public_id>/form.pdf", desk_form, name="desk-proposal-form"),
    path("<slug:public_id>/edit/", drafts.edit, name="desk-proposal-edit"),
    path("<slug:public_id>/discard/", steps.discard, name="desk-proposal-discard"),
    path("<slug:public_id>/submit/", submitting.submit, name="desk-proposal-submit"),
    path("<slug:public_id>/sponsors/", sponsors.sponsors, name="desk-proposal-sponsors"),
    path("<slug:public_id>/sponsors/remove/", sponsors.remove, name="desk-proposal-remove"),
    path("<slug:public_id>/join/", steps.join, name="desk-proposal-join"),
    path("<slug:public_id>/leave/", steps.leave, name="desk-proposal-leave"),
    path("<slug:public_id>/withdraw/", steps.withdraw, name="desk-proposal-withdraw"),
    path("<slug:public_id>/withdraw/agree/", steps.agree, name="desk-proposal-agree"),
    path("<slug:public_id>/withdraw/drop/", steps.drop, name="desk-proposal-drop"),
    path("<slug:public_id>/rate/", rating.rate, name="desk-proposal-rate"),
    path("<slug:public_id>/return/", steps.give_back, name="desk-proposal-return"),
]
