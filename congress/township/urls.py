from django.urls import path

from congress.township import views
from congress.township.setup.first_account import first_account

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", first_account, name="first-account"),
]
