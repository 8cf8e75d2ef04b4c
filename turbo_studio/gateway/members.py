"""What an answer says beside its pictures, in a form that a record can hold."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from turbo_studio.core.result import Usage
from turbo_studio.gateway.pictures import PICTURE_KEYS, is_data_url, read_slices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbo_studio.gateway.redaction import Redact
    from turbo_studio.gateway.scan import Document

_STRING_BYTES_MAX = 65_536
_DEPTH_MAX = 32
_TOKENS_MAX = 10**12
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _restore_string(document: Document, value: str, redact: Redact) -> str:
    span = document.find_span(value)
    if span is None:
        return redact(_LONE_SURROGATE.sub("\ufffd", value))
    length = span.end - span.start
    if length > _STRING_BYTES_MAX:
        return f"({length} bytes, left out)"
    with document.path.open("rb") as file:
        text = b"".join(read_slices(file, span)).decode("utf-8", "replace")
    return redact(_LONE_SURROGATE.sub("\ufffd", str(json.loads(f'"{text}"', strict=False))))


def _restore(document: Document, value: Any, redact: Redact, depth: int = 0) -> Any:
    """A value as it came, as far as a record can hold it: no endless text, depth or infinities."""
    if depth > _DEPTH_MAX:
        return None
    match value:
        case str():
            return _restore_string(document, value, redact)
        case list():
            return [_restore(document, entry, redact, depth + 1) for entry in value]
        case dict():
            return {
                _restore_string(document, name, redact): _restore(document, entry, redact, depth + 1)
                for name, entry in value.items()
            }
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def _drop_pictures(document: Document, entry: Any) -> Any:
    """Without picture data; an address stays, for a picture that could not be fetched is behind it."""
    if not isinstance(entry, dict):
        return entry
    return {name: value for name, value in entry.items() if not _is_picture(document, name, value)}


def _is_picture(document: Document, name: str, value: Any) -> bool:
    if name not in PICTURE_KEYS:
        return False
    return name != "url" or not isinstance(value, str) or is_data_url(document, value)


def restore_members(document: Document, redact: Redact) -> dict[str, Any]:
    """Every member of the answer but the picture data, unknown ones included; without the key.

    ValueError where a long string is not valid JSON.
    """
    members = dict(document.root)
    if isinstance(members.get("data"), list):
        members["data"] = [_drop_pictures(document, entry) for entry in members["data"]]
    return {
        _restore_string(document, name, redact): _restore(document, value, redact)
        for name, value in members.items()
    }


def _parse_tokens(usage: Mapping[str, Any], *names: str) -> int | None:
    value: Any = usage
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _TOKENS_MAX
    return value if is_count else None


def parse_usage(usage: object) -> Usage | None:
    """Token counts, each None where it is missing or nonsense; None where nothing can be read."""
    if not isinstance(usage, dict):
        return None
    counts = Usage(
        input_tokens=_parse_tokens(usage, "input_tokens"),
        input_image_tokens=_parse_tokens(usage, "input_tokens_details", "image_tokens"),
        input_text_tokens=_parse_tokens(usage, "input_tokens_details", "text_tokens"),
        output_tokens=_parse_tokens(usage, "output_tokens"),
        total_tokens=_parse_tokens(usage, "total_tokens"),
    )
    return None if counts == Usage() else counts
