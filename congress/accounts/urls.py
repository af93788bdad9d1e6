from django.urls import path

from congress.accounts import views

urlpatterns = [
    path("password/", views.change_password, name="password-change"),
]
