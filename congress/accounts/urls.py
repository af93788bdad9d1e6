from django.urls import path

from congress.accounts import views

urlpatterns = [
    path("", views.overview, name="account"),
    path("end/", views.end_login, name="account-end-login"),
    path("password/", views.change_password, name="password-change"),
]
