"""Files that belong to a record: taken in, kept private, shown to those who may see the record.

What a file is, its bytes say (content.py), never its name. Pictures are drawn anew (pictures.py),
which frees them of position data and of whatever hides in them. An upload is first kept for the
person who sent it (services.stage_upload), then given to a record (services.attach_files); until
then a refused form shows it again. Who may see or remove a file is asked of the record's own
predicates (owners.py). docs/carry-on.md says how another record gets attachments.
"""
