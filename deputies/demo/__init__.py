"""The demonstration town's people: the roster and liaison plan of 江湾镇 as its office keeps them.

All names, telephone numbers and places are invented.
"""
