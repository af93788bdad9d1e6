"""WSGI entry point: gunicorn congress.wsgi."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from congress.sub_path import mounted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings")
application = mounted(get_wsgi_application(), settings.SUB_PATH)
