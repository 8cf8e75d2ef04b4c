"""Keeps the key out of every text that may be kept or shown: log lines, details, request ids."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

Redact = Callable[[str], str]

MARK = "[key]"

_PREFIX_CHARACTERS = 8
_FAMILIAR_KEY = re.compile(r"\bsk-[A-Za-z0-9_*.-]{3,}")


def _build_base64_forms(key: bytes) -> set[str]:
    """The characters that the key alone decides, for each of the three places it may begin at."""
    forms = set()
    for shift in range(3):
        padded = b"\0" * shift + key + b"\0\0"
        own = slice(-(-shift * 4 // 3), (shift + len(key)) * 4 // 3)
        forms.add(base64.b64encode(padded).decode("ascii")[own])
        forms.add(base64.urlsafe_b64encode(padded).decode("ascii")[own])
    return {form for form in forms if len(form) >= _PREFIX_CHARACTERS}


def build_key_pattern(key: str) -> re.Pattern[str]:
    """Finds the key, what begins like it (errors echo parts of keys), and its encoded forms."""
    encoded = {quote(key), quote(key, safe=""), quote_plus(key), json.dumps(key)[1:-1], key}
    encoded |= _build_base64_forms(key.encode("utf-8", "surrogatepass"))
    whole = sorted((form for form in encoded if form), key=len, reverse=True)
    alternatives = [re.escape(form) for form in whole]
    if len(key) >= _PREFIX_CHARACTERS:
        alternatives.append(re.escape(key[:_PREFIX_CHARACTERS]) + r"[\x21-\x7e]*")
    return re.compile("|".join(alternatives)) if alternatives else re.compile(r"(?!)")


def redact_familiar(text: str) -> str:
    """Without what has the shape of a common key, even of one that was never learnt."""
    return _FAMILIAR_KEY.sub(MARK, text)


class KeyRedaction(logging.Filter):
    """Takes every learnt key out of a log record before a handler sees it.

    To be put on handlers: a filter on a logger does not see what its children pass up.
    """

    def __init__(self) -> None:
        super().__init__()
        self._patterns: dict[str, re.Pattern[str]] = {}

    def learn(self, key: str) -> None:
        if key and key not in self._patterns:
            self._patterns[key] = build_key_pattern(key)

    def redact(self, text: str) -> str:
        """The text without any learnt key, or anything else that looks like one."""
        for pattern in tuple(self._patterns.values()):
            text = pattern.sub(MARK, text)
        return redact_familiar(text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True

    def __repr__(self) -> str:
        return f"KeyRedaction({len(self._patterns)} keys)"
