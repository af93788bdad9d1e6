from django.urls import path

from congress.common.messaging import views

urlpatterns = [
    path("", views.messages_page, name="messages"),
    path("read-all/", views.read_all, name="messages-read-all"),
    path("settings/", views.settings_page, name="message-settings"),
    path("<slug:public_id>/", views.message, name="message"),
]
