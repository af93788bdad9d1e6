# Shared by script/server, script/test and script/bench: installs what is missing.
# Every function either succeeds or ends the script with one Chinese sentence.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
data=${PORTAL_DATA:-$root/var}
python="$root/.venv/bin/python"
work="$root/var" # logs and locks of the set-up itself
setup_log="$work/setup.log"
PATH="$PATH:/usr/sbin:/sbin"

fail() {
  echo "$1" >&2
  exit 1
}

# Two starts in one folder wait for each other while they install.
lock_setup() {
  mkdir -p "$work" 2>/dev/null && : 2>/dev/null >>"$setup_log" ||
    fail "不能写入 $work；请用拥有这个目录的用户来运行，或放开写权限。"
  if command -v flock >/dev/null; then
    exec 9>>"$work/.setup.lock"
    flock 9
  fi
}

unlock_setup() { exec 9>&-; }

# No grep -q behind a pipe: it leaves early, and pipefail then takes a finding for a failure.
has_library() { ldconfig -p 2>/dev/null | grep "[[:space:]]$1 " >/dev/null; }

has_command() { command -v "$1" >/dev/null; }

# Asked of fontconfig: it is what WeasyPrint asks.
has_font() { has_command fc-list && fc-list : family | grep "$1" >/dev/null; }

# What WeasyPrint loads at run time, by the names of the files: alike on Debian and Ubuntu, while the
# packages' names are not always. Without the subset library a document takes 8 times as long.
missing_runtime_packages() {
  has_library libgobject-2.0.so.0 && has_library libpango-1.0.so.0 || echo libpango-1.0-0
  has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
  has_library libharfbuzz.so.0 || echo libharfbuzz0b
  has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
  has_command fc-list && has_library libfontconfig.so.1 || echo fontconfig
  has_font "Noto Serif CJK SC" && has_font "Noto Sans CJK SC" || echo fonts-noto-cjk
}

# Ubuntu's own package is a snap, which runs in no container: Playwright brings one for Ubuntu.
browser_is_a_snap() { grep -qx 'ID=ubuntu' /etc/os-release; }

playwright_chromium() {
  "$python" -c 'from playwright.sync_api import sync_playwright as start
with start() as playwright: print(playwright.chromium.executable_path)' 2>/dev/null
}

chromium_path() {
  local name path
  for name in ${PORTAL_CHROMIUM:-} chromium google-chrome; do
    command -v "$name" && return
  done
  path=$(playwright_chromium) && [ -x "$path" ] && echo "$path"
}

missing_test_packages() {
  has_command pdftoppm || echo poppler-utils
  # The program that drives the browser.
  has_library libatomic.so.1 || echo libatomic1
  browser_is_a_snap || has_command chromium || chromium_path >/dev/null || echo chromium
}

# After the requirements: Playwright is one of them.
install_browser() {
  chromium_path >/dev/null && return
  local options=()
  [ "$(id -u)" != 0 ] || options=(--with-deps)
  echo "正在安装测试用的浏览器"
  "$python" -m playwright install "${options[@]}" chromium >>"$setup_log" 2>&1 </dev/null &&
    chromium_path >/dev/null ||
    fail "测试用的浏览器没有装成；请检查网络，或装好 Chromium 并用 PORTAL_CHROMIUM 指明它在哪里（详情见 $setup_log）。"
}

# install_packages NAME...: with apt, as root.
install_packages() {
  [ $# -gt 0 ] || return 0
  local command="apt-get install -y --no-install-recommends $*"
  has_command apt-get || fail "缺少系统软件包：$*；这台机器没有 apt-get，请用它自己的办法装好后再运行。"
  [ "$(id -u)" = 0 ] || fail "缺少系统软件包：$*；装它们需要 root，请先执行 sudo $command，再运行一次。"
  echo "正在安装系统软件包：$*"
  {
    apt-get update
    DEBIAN_FRONTEND=noninteractive $command
  } >>"$setup_log" 2>&1 </dev/null ||
    fail "系统软件包没有装成：$*；多半是网络不通，请接通网络后再运行一次（详情见 $setup_log）。"
}

install_fonts() {
  # A fresh machine has no list of packages yet.
  if [ ! -d "${PORTAL_FONTS:-$root/var/fonts}" ] && [ "$(id -u)" = 0 ] &&
    ! apt-cache show texlive-lang-chinese >/dev/null 2>&1; then
    apt-get update >>"$setup_log" 2>&1 || true
  fi
  "$root/script/fonts" || fail "仿宋和楷体没有装成；原因见上一行，改正后再运行一次。"
}

usable_python() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  local name
  for name in ${PORTAL_PYTHON:-} python3 python3.13 python3.12 python3.11; do
    usable_python "$name" && command -v "$name" && return
  done
  fail "需要 Python 3.11 或更新的版本，这台机器上没有；请装好后再运行，或用 PORTAL_PYTHON 指明它在哪里。"
}

make_environment() {
  usable_python "$python" && "$python" -m pip --version >/dev/null 2>&1 && return
  local base
  base=$(find_python) || exit 1
  "$base" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
  echo "正在建立 .venv"
  "$base" -m venv --clear "$root/.venv" >>"$setup_log" 2>&1 ||
    fail "建不了 $root/.venv；请检查磁盘空间和写权限（详情见 $setup_log）。"
}

# install_requirements FILE: only when its text, or that of what it includes, has changed.
install_requirements() {
  local stamps="$root/.venv/.installed" hash
  hash=$(cd "$root" && cat requirements.txt "$1" | sha256sum)
  [ "$(cat "$stamps-$1" 2>/dev/null)" != "$hash" ] || return 0
  echo "正在安装 Python 软件包（$1）"
  (cd "$root" && "$python" -m pip install --no-input -r "$1") >>"$setup_log" 2>&1 </dev/null ||
    fail "Python 软件包没有装成；多半是网络不通，请接通网络，或用 PIP_INDEX_URL 指向能用的镜像，再运行一次（详情见 $setup_log）。"
  echo "$hash" >"$stamps-$1"
  # Whoever has the tools for the tests has what the portal runs on.
  (cd "$root" && cat requirements.txt requirements.txt | sha256sum) >"$stamps-requirements.txt"
}

# setup_runtime [REQUIREMENTS] [PACKAGE...]
setup_runtime() {
  local requirements=${1:-requirements.txt}
  [ $# -eq 0 ] || shift
  lock_setup
  # The names are words on purpose.
  # shellcheck disable=SC2046
  install_packages $(missing_runtime_packages) "$@"
  install_fonts
  make_environment
  install_requirements "$requirements"
  unlock_setup
}
