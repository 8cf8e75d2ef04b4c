"""The XMP packet of an exported picture: its prompt as its description, and what made it.

Sources: ISO 16684-1 (packet, RDF), IPTC Photo Metadata Standard 2025.1 (Digital Source Type, AI System Used)
with its NewsCodes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size

_CODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_TOOL = "Turbo Studio"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELLIPSIS = "…"

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:CreatorTool="{tool}"
    xmp:CreateDate="{created}"
    tiff:ImageWidth="{width}"
    tiff:ImageLength="{height}"
    Iptc4xmpExt:AISystemUsed="{model}"
    Iptc4xmpExt:DigitalSourceType="{source_type}">
   <dc:description>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">{prompt}</rdf:li>
    </rdf:Alt>
   </dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


class Origin(StrEnum):
    """How a picture came about, by the names of IPTC's digital source types."""

    GENERATED = "trainedAlgorithmicMedia"
    EDITED = "compositeWithTrainedAlgorithmicMedia"
    """It holds what a camera, or a hand, has made before."""
    SYNTHETIC = "algorithmicMedia"
    """Drawn by the sandbox, which is no model."""


class Description(NamedTuple):
    """What is told of a picture. ``created`` is an ISO 8601 time with its zone."""

    prompt: str
    model: str
    created: str
    origin: Origin


def build_xmp(told: Description, size: Size, limit_bytes: int | None = None) -> bytes:
    """A packet of at most ``limit_bytes``; a prompt that is too long for that ends in an ellipsis.

    Whatever the texts hold is text in it; characters that XML does not know are left out.
    """
    bare = _fill(told._replace(prompt=""), size)
    if limit_bytes is not None:
        told = told._replace(prompt=_shorten(told.prompt, limit_bytes - len(bare)))
    return _fill(told, size)


def _fill(told: Description, size: Size) -> bytes:
    return _PACKET.format(
        tool=_TOOL,
        created=_say(told.created),
        width=size.width,
        height=size.height,
        model=_say(told.model),
        source_type=_CODES + told.origin,
        prompt=_say(told.prompt),
    ).encode()


def _say(text: str) -> str:
    return escape(_NOT_XML.sub("", text)).replace("\r", "&#13;")


def _shorten(prompt: str, limit_bytes: int) -> str:
    if len(_say(prompt).encode()) <= limit_bytes:
        return prompt
    left_bytes = limit_bytes - len(_ELLIPSIS.encode())
    for position, character in enumerate(prompt):
        left_bytes -= len(_say(character).encode())
        if left_bytes < 0:
            return prompt[:position] + _ELLIPSIS
    return prompt
