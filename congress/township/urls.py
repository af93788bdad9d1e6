from django.urls import path

from congress.township import views

urlpatterns = [
    path("", views.home, name="home"),
]
