# A PostgreSQL of this run's own, in a temporary folder, gone when the script ends.
# Sourced after setup.sh.

scratch=""

start_throwaway() { # [--volatile]
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/portal-run.XXXXXX")
  chmod 711 "$scratch" # the database's account has to pass through
  export PORTAL_DATA="$scratch/var"
  "$python" -m congress.database start "$@"
}

remove_throwaway() {
  [ -n "$scratch" ] || return 0
  [ ! -e "$PORTAL_DATA/pg" ] || "$python" -m congress.database stop || true
  # Where the database's account can't enter the folder, the cluster lies elsewhere.
  [ ! -L "$PORTAL_DATA/pg" ] || rm -rf "$(readlink -f "$PORTAL_DATA/pg")"
  rm -rf "$scratch"
  scratch=""
}

trap remove_throwaway EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# What is set for a running portal must not reach the tests, least of all its database.
forget_settings() {
  local name
  for name in $(compgen -e | grep -E '^(PORTAL_|DATABASE_|SECRET_KEY$|DJANGO_)' | grep -vE '^PORTAL_(CHROMIUM|FONTS|PYTHON)$'); do
    unset "$name"
  done
}
