"""WSGI entry point: gunicorn congress.wsgi."""

import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from congress.common.log_filters import HideCardSecrets
from congress.sub_path import mounted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings")
application = mounted(get_wsgi_application(), settings.SUB_PATH)
# gunicorn writes its lines itself, past the handlers of settings.LOGGING.
for _name in ("gunicorn.error", "gunicorn.access"):
    logging.getLogger(_name).addFilter(HideCardSecrets())
