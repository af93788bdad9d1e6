"""The portal's settings with the kinds of the tests, for runners in processes of their own."""

from congress.settings import *  # noqa: F403
from congress.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.apps.KindsConfig"]
