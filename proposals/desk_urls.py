from django.urls import path

from proposals import desk_views
from proposals.documents.pages import desk_form

urlpatterns = [
    path("", desk_views.index, name="desk-proposals"),
    path("similar/", desk_views.similar, name="desk-proposals-similar"),
    path("<slug:public_id>/", desk_views.detail, name="desk-proposal"),
    path("<slug:public_id>/form.pdf", desk_form, name="desk-proposal-form"),
]
