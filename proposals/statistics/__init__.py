"""Figures of handling, each with what it divides and the proposals that it counts.

``scopes`` says of what, ``facts`` reads it, ``measures`` is the one place that says what counts as
answered, in time, solved; ``tables`` puts it side by side.
"""
