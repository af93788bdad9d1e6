from django.urls import path

from proposals.deskwork.unit import contacts, drafting, opinion, promises, queue, signing, steps

urlpatterns = [
    path("unit/", queue.own_queue, name="desk-unit"),
    path("promises/", promises.promises, name="desk-promises"),
    path("promises/<slug:public_id>/", promises.promise, name="desk-promise"),
    path("parts/<slug:part_id>/accept/", steps.accept, name="desk-part-accept"),
    path("parts/<slug:part_id>/extension/", steps.extension, name="desk-part-extension"),
    path("parts/<slug:part_id>/contact/", contacts.contact, name="desk-part-contact"),
    path("parts/<slug:part_id>/opinion/", opinion.opinion, name="desk-part-opinion"),
    path("parts/<slug:part_id>/reply/", drafting.reply, name="desk-part-reply"),
    path("parts/<slug:part_id>/sign/", signing.sign, name="desk-part-sign"),
    path("parts/<slug:part_id>/rework/", signing.rework, name="desk-part-rework"),
]
