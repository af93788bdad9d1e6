"""The embedded server lives as long as somebody uses it, and no longer."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from congress import database
from congress.cluster import Cluster

USER = "from congress import database; database.ensure_running(); print('ready'); input()"


@pytest.fixture
def user(data_dir) -> Iterator[subprocess.Popen]:
    """Another process that uses the server until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def test_last_user_stops_the_server(user, data_dir):
    assert Cluster(data_dir).is_running()
    user.communicate("\n")
    assert not Cluster(data_dir).is_running()


def test_server_is_left_to_another_user(user, data_dir):
    database.ensure_running()
    database.release()
    assert Cluster(data_dir).is_running()
    database.ensure_running()
    user.communicate("\n")
    assert Cluster(data_dir).is_running()
    database.release()
    assert not Cluster(data_dir).is_running()


def test_server_of_a_killed_user_is_stopped_by_the_next(user, data_dir):
    user.send_signal(signal.SIGKILL)
    user.wait()
    assert Cluster(data_dir).is_running()
    database.ensure_running()
    database.release()
    assert not Cluster(data_dir).is_running()


def test_server_started_by_hand_is_left_running(cluster):
    database.ensure_running()
    database.release()
    assert cluster.is_running()
