from django.urls import path

from proposals.public import views

app_name = "proposals"
urlpatterns = [
    path("", views.index, name="index"),
    path("handling/<slug:public_id>/", views.handling, name="handling"),
    path(
        "handling/<slug:session_id>/<slug:public_id>/",
        views.handling_report,
        name="handling-report",
    ),
    path("<slug:public_id>/", views.outcome, name="outcome"),
]
