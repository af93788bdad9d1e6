"""What kind of character is this: a Chinese one, a letter, or nothing that is seen?"""

import unicodedata

MIDDLE_DOT = "\u00b7"

# Whole planes rather than Unicode blocks: Python's own table is older than GB 18030-2022, and a
# character that it doesn't know yet must still count as Chinese.
_HAN = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々〆〇
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xE000, 0xF8FF),  # self-made characters (造字) of the town's own computers
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
    (0xF0000, 0x10FFFD),
)

# Before 2005, and on many office computers until today, these characters stood in the private
# area of GB 18030, where no font of another machine draws them. 䶮 is the one met in names.
_MOVED_OUT_OF_PRIVATE_AREA = str.maketrans(
    {
        0xE816: 0x20087,
        0xE817: 0x20089,
        0xE818: 0x200CC,
        0xE81E: 0x9FB4,
        0xE826: 0x9FB5,
        0xE82B: 0x9FB6,
        0xE82C: 0x9FB7,
        0xE831: 0x215D7,
        0xE832: 0x9FB8,
        0xE83B: 0x2298F,
        0xE843: 0x9FB9,
        0xE854: 0x9FBA,
        0xE855: 0x241FE,
        0xE863: 0x4DAE,
        0xE864: 0x9FBB,
    }
)

# ASCII written full-width (letters and digits only)
_HALF_WIDTH = str.maketrans(
    {code + 0xFEE0: code for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
)


def is_han(character: str) -> bool:
    """Whether it is a Chinese character, also one that Unicode gained only lately."""
    code = ord(character)
    return any(low <= code <= high for low, high in _HAN)


def is_invisible(character: str) -> bool:
    """Control and direction marks, zero-width characters and variation selectors."""
    code = ord(character)
    if code in (0x180E, 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0):
        return True
    if 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF:
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


def canonical(text: str) -> str:
    """One spelling for each character, without changing which character it is (NFC, not NFKC)."""
    text = unicodedata.normalize("NFC", text)
    return text.translate(_MOVED_OUT_OF_PRIVATE_AREA).translate(_HALF_WIDTH)
