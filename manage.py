#!/usr/bin/env python
"""Django's command line, with the embedded database at hand when no DATABASE_URL is set."""

import os
import sys

# These change the schema, so they need the role that owns it.
OWNER_COMMANDS = {"flush", "migrate", "purge_history", "restore", "sqlflush", "test", "testserver"}
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "verify_backup",
    "version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ.setdefault("PORTAL_DB_ROLE", "owner")
    if not command.startswith("-") and command not in WITHOUT_DATABASE:
        start_database()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def start_database() -> None:
    """Start the embedded server for this command unless it is already running."""
    from congress import database

    if database.is_embedded():
        try:
            database.ensure_running()
        except database.DatabaseTrouble as trouble:
            sys.exit(str(trouble))


if __name__ == "__main__":
    main()
