"""Keys are made once, kept, and nobody else's business."""

import base64
import stat
from concurrent.futures import ProcessPoolExecutor

import pytest

from congress.secrets_file import FILE_NAME, load_or_create_secrets


def test_secrets_are_kept_in_a_file_for_the_owner_alone(tmp_path):
    made = load_or_create_secrets(tmp_path / "var")
    path = tmp_path / "var" / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_create_secrets(tmp_path / "var") == made


def test_secrets_differ_from_one_installation_to_the_next(tmp_path):
    one, other = (load_or_create_secrets(tmp_path / name) for name in ("one", "other"))
    assert all(one[name] != other[name] for name in one)


def test_field_key_is_32_bytes(tmp_path):
    key = load_or_create_secrets(tmp_path)["PORTAL_FIELD_KEY"]
    assert len(base64.urlsafe_b64decode(key)) == 32


@pytest.mark.parametrize("kept", ["PORTAL_FIELD_KEY=old", "# note\nPORTAL_FIELD_KEY = old\n\n"])
def test_secrets_missing_from_an_older_file_are_added(tmp_path, kept):
    (tmp_path / FILE_NAME).write_text(kept, encoding="utf-8")
    known = load_or_create_secrets(tmp_path)
    assert known["PORTAL_FIELD_KEY"] == "old"
    assert known["SECRET_KEY"]
    assert load_or_create_secrets(tmp_path) == known


def test_secrets_are_the_same_for_all_who_start_at_once(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        results = list(pool.map(load_or_create_secrets, [tmp_path / "var"] * 8))
    assert all(result == results[0] for result in results)
