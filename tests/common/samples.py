"""Sample files of the invented town."""

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
