from django.urls import path

from deputies import views

app_name = "deputies"
urlpatterns = [
    path("", views.index, name="index"),
    path("presidium/", views.presidium, name="presidium"),
    path("<slug:public_id>/", views.deputy, name="deputy"),
]
