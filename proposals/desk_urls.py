from django.urls import path

from proposals import desk_views

urlpatterns = [
    path("", desk_views.index, name="desk-proposals"),
    path("<slug:public_id>/", desk_views.detail, name="desk-proposal"),
]
