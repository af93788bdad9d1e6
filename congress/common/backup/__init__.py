"""Backups: the database and the private files in one archive, and the way back.

The archive is a gzipped tar that any PostgreSQL from 15 on can take in, whichever one it came
from: the schema is not in it, Django's migrations make it anew; the rows are COPY text, table by
table, from one snapshot. What pg_dump of one version writes, an older pg_restore can't always read.

    portal-backup.json      what it is: format, time, migrations, fingerprints of the keys
    tables/<table>.copy     COPY (columns) ordered by the primary key
    files/<path>            the private files
    keys.env                only when asked for
    manifest.json           rows, sizes and SHA-256 of all of them; an archive without it is a stump
"""
