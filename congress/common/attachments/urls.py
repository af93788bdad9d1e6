from django.urls import path

from congress.common.attachments import views

urlpatterns = [
    path("<slug:public_id>/", views.download, name="file"),
    path("<slug:public_id>/thumb/", views.thumbnail, name="file-thumb"),
    path("<slug:public_id>/view/", views.show, name="file-view"),
    path("<slug:public_id>/remove/", views.remove, name="file-remove"),
]
