"""Names of persons: how they are kept, printed, searched and put in order."""

from .people import PersonRef, split_people
from .pinyin import PINYIN_KEY_LENGTH, pinyin_of, pinyin_sort_key
from .spelling import NAME_LENGTH, name_errors, normalise_name, padded_name
from .stroke_order import STROKE_KEY_LENGTH, stroke_sort_key

__all__ = [
    "NAME_LENGTH",
    "PINYIN_KEY_LENGTH",
    "STROKE_KEY_LENGTH",
    "PersonRef",
    "name_errors",
    "normalise_name",
    "padded_name",
    "pinyin_of",
    "pinyin_sort_key",
    "split_people",
    "stroke_sort_key",
]
