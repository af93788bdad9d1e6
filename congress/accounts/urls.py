from django.urls import path

from congress.accounts import views

urlpatterns = [
    path("", views.overview, name="account"),
    path("end/", views.end_login, name="account-end-login"),
    path("forget-phone/", views.forget_phone, name="account-forget-phone"),
    path("pin/", views.change_pin, name="pin-change"),
    path("password/", views.change_password, name="password-change"),
]
