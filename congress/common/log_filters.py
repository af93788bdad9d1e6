"""What must not stand in a log: the secret in the address of a duty card."""

import logging
import re

_CARD = re.compile(r"""/card/[^/\s"']+""")


class HideCardSecrets(logging.Filter):
    """Shortens addresses of cards, which let in whoever reads them, to /card/…."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _CARD.sub("/card/…", part) if isinstance(part, str) else part
                for part in record.args
            )
        return True
