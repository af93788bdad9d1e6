"""script/server: what it refuses, and that it leaves nothing behind."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from congress import serve
from congress.cluster import Cluster
from congress.common.serving import standing_still
from congress.secrets_file import ROOT_DIR
from tests.infra.conftest import environment

SERVE = [sys.executable, "-m", "congress.serve"]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal(**variables: str) -> str:
    """The one sentence that the server refuses with."""
    result = subprocess.run(
        SERVE,
        cwd=ROOT_DIR,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_server_refuses_a_taken_port_and_starts_nothing(data_dir, taken_port):
    assert f"端口 {taken_port} 已被占用" in refusal(PORT=str(taken_port))
    assert not (data_dir / "pg").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８０００"])
def test_server_refuses_what_is_no_port(data_dir, port):
    assert "请写 1 到 65535 之间的数" in refusal(PORT=port)


def test_server_refuses_a_database_that_is_not_there(data_dir):
    url = f"postgres://nobody@127.0.0.1:{free_port()}/town"
    assert "连不上 DATABASE_URL" in refusal(PORT=str(free_port()), DATABASE_URL=url)


def test_server_refuses_a_database_url_of_another_kind(data_dir):
    assert "写得不对" in refusal(PORT=str(free_port()), DATABASE_URL="mysql://a@b/c")


def test_server_refuses_while_a_backup_is_restored(data_dir):
    data_dir.mkdir()
    with standing_still(data_dir):
        assert "正在恢复备份；请等它结束" in refusal(PORT=str(free_port()))


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_server(port: int) -> subprocess.Popen[str]:
    """Start a real server and wait for the address that it prints."""
    variables = environment(PORT=str(port), PORTAL_DEMO="0", PORTAL_BIND="127.0.0.1")
    process = subprocess.Popen(
        SERVE, cwd=ROOT_DIR, env=variables, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    printed = []
    for line in process.stdout:
        printed.append(line)
        if f"http://127.0.0.1:{port}/" in line:
            return process
    raise AssertionError("".join(printed))


def home_page_status(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().status


def job_runners(server: subprocess.Popen[str]) -> list[int]:
    """The processes that do the jobs for this server."""
    with open(f"/proc/{server.pid}/task/{server.pid}/children") as file:
        return [pid for pid in map(int, file.read().split()) if "run_jobs" in command_line(pid)]


def command_line(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)


@pytest.mark.slow
def test_server_answers_keeps_its_data_and_leaves_nothing_behind(data_dir):
    # One story, because the first start of a data folder takes long.
    port = free_port()
    for number in (signal.SIGINT, signal.SIGTERM):
        server = start_server(port)
        assert home_page_status(port) == 200
        assert Cluster(data_dir).is_running()
        eventually(lambda server=server: job_runners(server))
        runner = job_runners(server)[0]
        server.send_signal(number)
        assert server.wait(timeout=30) == 0
        assert not Cluster(data_dir).is_running()
        assert not listening(port)
        assert not command_line(runner)

    server = start_server(port)
    eventually(lambda: job_runners(server))
    runner = job_runners(server)[0]
    server.kill()
    server.wait()
    eventually(lambda: not listening(port))
    eventually(lambda: not command_line(runner))


@pytest.fixture
def handlers() -> Iterator[list]:
    """What the signals to stop do in this process; put back in any case."""
    before = [signal.getsignal(number) for number in serve.STOPPING]
    yield before
    for number, handler in zip(serve.STOPPING, before, strict=True):
        signal.signal(number, handler)


def handlers_now() -> list:
    return [signal.getsignal(number) for number in serve.STOPPING]


def test_signal_waits_until_the_block_is_through_and_then_does_what_it_did(handlers):
    went_on = []
    with pytest.raises(serve.ToldToStop), serve.uninterrupted():
        signal.raise_signal(signal.SIGTERM)
        went_on.append(True)
    assert went_on == [True]
    assert handlers_now() == handlers


def test_fault_in_the_block_leaves_the_signals_as_they_were(handlers):
    with pytest.raises(ZeroDivisionError), serve.uninterrupted():
        raise ZeroDivisionError
    assert handlers_now() == handlers


def test_started_runner_of_jobs_leaves_the_signals_as_they_were(handlers, monkeypatch):
    monkeypatch.setattr(serve, "start_child", lambda command: None)
    serve.JobRunner().keep_alive()
    assert handlers_now() == handlers


def test_dead_runner_of_jobs_is_started_again_but_not_over_and_over(monkeypatch):
    started = []

    def start(command):
        started.append(subprocess.Popen([sys.executable, "-c", ""]))
        return started[-1]

    monkeypatch.setattr(serve, "start_child", start)
    monkeypatch.setattr(serve, "_REVIVE_AFTER", 0.5)
    jobs = serve.JobRunner()
    jobs.keep_alive()
    started[0].wait()
    jobs.keep_alive()
    assert len(started) == 1
    time.sleep(0.5)
    jobs.keep_alive()
    assert len(started) == 2
    started[1].wait()


def test_server_leaves_the_jobs_to_others_when_told_so(monkeypatch):
    monkeypatch.setenv("PORTAL_JOBS", "0")
    monkeypatch.setattr(serve, "start_child", None)
    with (
        subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as server,
        pytest.raises(serve.CannotServe, match="状态 3"),
    ):
        serve.watch(server, serve.JobRunner())
