"""Reads ``multipart/form-data`` by RFC 7578 and RFC 2046 strictly, apart from any library that writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r"multipart/form-data; *boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?")
_PARAMETER = re.compile(r'; (name|filename)="([^"\r\n]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """One field as it came. ``file_name`` and ``media_type`` are None where they are not said."""

    name: str
    content: bytes
    file_name: str | None = None
    media_type: str | None = None

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


def parse_multipart(content_type: str, body: bytes) -> list[Part]:
    """The parts in their order; ValueError where anything is not as it should be."""
    match = _BOUNDARY.fullmatch(content_type)
    if match is None:
        raise ValueError(f"no boundary in {content_type!r}")
    boundary = match[1].encode("ascii")
    first, *pieces, last = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if first or last not in (b"--", b"--\r\n") or not pieces:
        raise ValueError("the body does not begin, or end, with the boundary")
    return [_parse_part(piece) for piece in pieces]


def _parse_part(piece: bytes) -> Part:
    if not piece.startswith(b"\r\n"):
        raise ValueError("a boundary without the end of its line")
    head, blank, content = piece[2:].partition(b"\r\n\r\n")
    if not blank:
        raise ValueError("a part without the end of its head")
    headers = {}
    for line in head.decode("utf-8").split("\r\n"):
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    disposition = headers.pop("content-disposition")
    media_type = headers.pop("content-type", None)
    if headers or not disposition.startswith("form-data; "):
        raise ValueError(f"headers that do not belong in a part: {headers}, {disposition}")
    parameters = dict(_PARAMETER.findall(disposition))
    return Part(parameters["name"], content, parameters.get("filename"), media_type)
