"""Importing spreadsheets: what every kind of import has in common.

A kind (roster, liaison plan, later proposals and supervision) is a class derived from
``ImportKind`` with a ``PortalResource`` of django-import-export; it registers itself in its app's
``ready``. Reading, mapping of columns, preview, confirmation, undo and the command are here.
"""
