"""The one error for "the rule says no"."""


class RuleViolation(Exception):
    """A rule of the field forbids what was asked.

    ``message`` is a Chinese sentence for the person: what happened and what to do next. Views
    turn it into a message or a form error; anything else that is raised is a fault of ours.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StaleRecord(RuleViolation):
    """Somebody else changed the record since it was opened (optimistic locking)."""

    def __init__(self, message: str = "这条记录刚被别人修改过。请刷新页面，核对后再保存。") -> None:
        super().__init__(message)
