"""Names of files as they may be shown: those of strangers could pretend to be something else."""

from __future__ import annotations

import unicodedata

_CHARACTERS_MAX = 255
_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTION_MARKS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_display_name(name: str) -> str:
    """No control characters, nothing that turns the text's direction, 255 characters at most."""
    shown = (
        "\ufffd"
        if character in _DIRECTION_MARKS or unicodedata.category(character) in _STEERING
        else character
        for character in name[:_CHARACTERS_MAX]
    )
    return "".join(shown) or "\ufffd"
