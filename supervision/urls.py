from django.urls import path

from supervision.public import views

app_name = "supervision"
urlpatterns = [
    path("", views.index, name="index"),
    path("records/", views.records, name="records"),
    path("plans/<slug:public_id>/", views.plan, name="plan"),
    path("projects/<slug:public_id>/", views.project, name="project"),
    path("<slug:slug>/<slug:public_id>/", views.record, name="record"),
]
