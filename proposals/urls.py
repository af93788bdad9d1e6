from django.urls import path

from proposals.public import views

app_name = "proposals"
urlpatterns = [
    path("", views.index, name="index"),
    path("handling/<slug:public_id>/", views.handling, name="handling"),
    path("<slug:public_id>/", views.outcome, name="outcome"),
]
