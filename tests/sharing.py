"""How two workers share the tests."""

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = ("e2e", "backup")


class ByPlace(LoadScopeScheduling):
    """One test after the other to whoever is free; what wears the machine out stays together.

    Two browsers, or two restores, on two cores are slower than one after the other. (The
    library's own groups go by names that pytest 9.2 no longer lets it change.)
    """

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.removeprefix("tests/").split("/", 1)[0]
        return folder if folder in _TOGETHER else nodeid
