"""Where the portal looks for its database, by environment."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from congress.database import database_settings

APP_URL = "postgres://app:s%40fe@db.example.test:5433/town"


@pytest.fixture
def settings_for(data_dir, monkeypatch):
    """DATABASES["default"] with these variables set."""

    def read(**variables: str) -> dict:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return database_settings(environ.Env())

    return read


def test_database_url_is_followed(settings_for):
    settings = settings_for(DATABASE_URL=APP_URL)
    expected = ("app", "s@fe", "db.example.test", 5433, "town")
    assert tuple(settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_database_owner_url_is_for_the_owner_alone(settings_for):
    urls = {"DATABASE_URL": APP_URL, "DATABASE_OWNER_URL": "postgres://owner@db.example.test/town"}
    assert settings_for(**urls)["USER"] == "app"
    assert settings_for(PORTAL_DB_ROLE="owner")["USER"] == "owner"


def test_database_owner_url_defaults_to_the_serving_one(settings_for):
    assert settings_for(DATABASE_URL=APP_URL, PORTAL_DB_ROLE="owner")["USER"] == "app"


def test_embedded_roles_have_different_passwords(settings_for):
    app, owner = settings_for(), settings_for(PORTAL_DB_ROLE="owner")
    assert (app["USER"], owner["USER"]) == ("portal_app", "portal_owner")
    assert app["PASSWORD"] != owner["PASSWORD"]


def test_test_database_has_the_name_given(settings_for):
    assert "TEST" not in settings_for()
    assert settings_for(PORTAL_TEST_DB="test_portal_7")["TEST"] == {"NAME": "test_portal_7"}


@pytest.mark.parametrize("url", ["mysql://a@b/c", "nonsense", "postgres://a@b", "sqlite:///x"])
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_database_url_of_another_kind_is_refused(settings_for, url):
    with pytest.raises(ImproperlyConfigured, match="写得不对；请写成"):
        settings_for(DATABASE_URL=url)
