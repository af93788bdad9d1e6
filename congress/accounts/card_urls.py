from django.urls import path

from congress.accounts import views

urlpatterns = [
    path("", views.enter_card, name="card-enter"),
    path("<slug:code>/", views.show_card, name="card"),
]
