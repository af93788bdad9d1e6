# The checks of script/test, one function each. Sourced after setup.sh.

failed=()

# check TITLE COMMAND...: runs it, remembers a failure, goes on to the next.
check() {
  local title=$1 started=$SECONDS
  shift
  echo "── $title"
  if "$@" </dev/null; then
    echo "   通过（$((SECONDS - started)) 秒）"
  else
    echo "   没有通过" >&2
    failed+=("$title")
  fi
}

lint_imports() {
  "$python" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
}

lint_templates() {
  "$python" -m djlint templates --lint --quiet
}

# As on a machine that the whole town reaches by https. Any warning is a failure.
check_deployment() {
  PORTAL_HTTPS=1 PORTAL_HOSTS=rd.example.test PORTAL_ORIGINS=https://rd.example.test \
    "$python" manage.py check --deploy --fail-level WARNING
}

check_shell() {
  local file
  for file in script/server script/test script/bench script/fonts script/lib/*.sh .ci/run; do
    [ ! -f "$file" ] || ! head -1 "$file" | grep -qE 'bash|^#' || bash -n "$file" || return 1
  done
}

run_linters() {
  check "ruff" "$python" -m ruff check .
  check "ruff format" "$python" -m ruff format --check .
  check "脚本的语法" check_shell
  check "mypy" "$python" -m mypy
  check "djlint" lint_templates
  check "模块之间的依赖" lint_imports
  check "迁移齐全" "$python" manage.py makemigrations --check --dry-run
  check "部署检查" check_deployment
}
