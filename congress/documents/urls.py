from django.urls import path

from congress.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.report_list, name="reports"),
    path("<slug:public_id>/", views.report, name="report"),
    path("<slug:public_id>/pdf/", views.report_file, name="report-pdf"),
]
