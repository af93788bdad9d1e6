"""What must not stand in a log: the secret in the address of a duty card."""

import logging
import re

_CARD = re.compile(r"""/card/[^/\s"']+""")


class HideCardSecrets(logging.Filter):
    """Shortens addresses of cards, which let in whoever reads them, to /card/….

    Looks at the finished line: what came into it may have been text, a mapping or a request.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        hidden = _CARD.sub("/card/…", line)
        if hidden != line:
            record.msg, record.args = hidden, ()
        return True
