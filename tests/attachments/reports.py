"""Uploads and reports for the tests of services and views."""

from django.core.files.uploadedfile import SimpleUploadedFile

from deputies.models import TaskReport
from tests.attachments.samples import photo


def upload(name="走访.jpg", content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content)


def report_on(task, user) -> TaskReport:
    return TaskReport.objects.create(
        task=task, held_on=task.opens_on, place="沙湖村", content="积水。", reported_by=user
    )
