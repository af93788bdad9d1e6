from django.urls import path

from deputies import desk_views
from deputies.duty import pages as duty_pages

urlpatterns = [
    path("", desk_views.desk, name="desk"),
    path("done/", desk_views.done, name="desk-done"),
    path("record/", duty_pages.record, name="desk-record"),
    path("record/<int:year>/sheet.pdf", duty_pages.sheet, name="desk-record-sheet"),
    path("task-sheets.pdf", desk_views.task_sheets, name="desk-task-sheets"),
    path("tasks/<slug:public_id>/", desk_views.task, name="desk-task"),
    path("tasks/<slug:public_id>/sheet.pdf", desk_views.task_sheet, name="desk-task-sheet"),
]
