"""Who may open what: one table over every address of the portal.

Each address of the URL configuration has at least one entry, and for each entry the table says
what every role gets for GET and for POST. Two kinds of entries:

* ``Row`` (one file an area in ``areas/``): a page that somebody wrote. ``codes(404, visitor=302,
  staff=200)`` reads: the visitor is sent to the login, office, chair and vice chair get the page,
  everybody else is told that there is no such page.
* ``Policy`` (``areas/admin_records.py``): the standard pages of a model in the back office, where
  everything follows from who reads, adds, changes and deletes.

To add an address: write its ``Row`` into the file of its area, or into a new file, then run
``script/test tests/permissions -k <area> -q``. What the address needs (a key, a record) comes from
``args``, a function of the town that ``conftest.py`` sets up. A row that fails names the roles and
both codes.
"""
