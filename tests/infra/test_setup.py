"""What the set-up says when it can't go on. The shell functions run with parts of them replaced."""

import subprocess

import pytest

from congress.secrets_file import ROOT_DIR

PRELUDE = """
    set -euo pipefail; . script/lib/setup.sh; setup_log=/dev/null
    new_root() { local it=$(mktemp -d); mkdir $it/.venv; touch $it/requirements.txt; echo $it; }
"""


def setup(script: str) -> subprocess.CompletedProcess[str]:
    """Run script after loading the functions, with their log thrown away."""
    return subprocess.run(
        ["bash", "-c", PRELUDE + script],
        cwd=ROOT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


APT = "apt-get install -y --no-install-recommends"
REPEAT = "请接通网络后再运行一次（详情见 /dev/null）。"
REFUSALS = {
    "id() { echo 1000; }; install_packages libpango-1.0-0 fontconfig": (
        "缺少系统软件包：libpango-1.0-0 fontconfig；装它们需要 root，"
        f"请先执行 sudo {APT} libpango-1.0-0 fontconfig，再运行一次。"
    ),
    "id() { echo 0; }; apt-get() { false; }; install_packages fontconfig": (
        f"系统软件包没有装成：fontconfig；多半是网络不通，{REPEAT}"
    ),
    "root=$(new_root); python=/bin/false; install_requirements requirements.txt": (
        "Python 软件包没有装成；多半是网络不通，请接通网络，"
        "或用 PIP_INDEX_URL 指向能用的镜像，再运行一次（详情见 /dev/null）。"
    ),
    "usable_python() { false; }; make_environment": (
        "需要 Python 3.11 或更新的版本，这台机器上没有；请装好后再运行，"
        "或用 PORTAL_PYTHON 指明它在哪里。"
    ),
    "root=/proc/none; work=/proc/none/var; lock_setup": (
        "不能写入 /proc/none/var；请用拥有这个目录的用户来运行，或放开写权限。"
    ),
}


@pytest.mark.parametrize(("script", "sentence"), REFUSALS.items())
def test_setup_refuses_in_one_sentence(script, sentence):
    result = setup(script)
    assert result.returncode == 1
    assert result.stderr == sentence + "\n"


def test_setup_asks_for_the_library_without_which_documents_are_slow():
    script = "has_library() { [ $1 != libharfbuzz-subset.so.0 ]; }; has_font() { true; };"
    assert setup(f"{script} missing_runtime_packages").stdout == "libharfbuzz-subset0\n"


def test_setup_looks_for_libraries_not_for_names_of_packages():
    script = "dpkg() { false; }; has_library() { true; }; has_font() { true; };"
    assert setup(f"{script} missing_runtime_packages").stdout == ""


def test_setup_finds_a_library_in_a_long_list():
    # The list goes on after the finding: a reader that leaves early would fail its writer.
    script = """
        ldconfig() { echo " libpango-1.0.so.0 (libc6)"; seq 100000; }
        has_library libpango-1.0.so.0 && ! has_library libother.so.1 && echo found
    """
    assert setup(script).stdout == "found\n"


def test_requirements_are_installed_once_for_each_text():
    script = """
        root=$(new_root); python=$root/python
        printf '#!/bin/sh\\necho called >> %s/calls\\n' $root > $python; chmod +x $python
        install_requirements requirements.txt; install_requirements requirements.txt
        wc -l < $root/calls
        echo a==2 > $root/requirements.txt; install_requirements requirements.txt
        wc -l < $root/calls; rm -r $root
    """
    assert [line for line in setup(script).stdout.split() if line.isdigit()] == ["1", "2"]
