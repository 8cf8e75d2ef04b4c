"""What a walk over a file's container tells, before any pixel is decoded."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, NoReturn, cast

from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.limits import PIXELS_MAX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.sources import Note

Content = bytes | mmap.mmap
"""The bytes of a file: in memory of our own, or mapped."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture of a file, cut out of everything else that the file holds."""

    media_type: str
    size: Size
    """As stored, before the orientation turns it."""
    core: Content
    """A whole file of the same type with the pixels of the first frame and nothing else.

    The decoder is shown this alone, so it never meets metadata; and a picture that needs no change
    is sent as this very file, so that what was judged is what is sent.
    """
    is_plain: bool
    """The core may be sent as it is: every reader understands its coding."""
    profile: bytes = b""
    """The ICC profile; empty where there is none."""
    orientation: int = 1
    """As EXIF counts it, 1 to 8."""
    notes: frozenset[Note] = field(default_factory=frozenset)


def open_content(content: Content) -> IO[bytes]:
    """As a file, at its beginning."""
    if isinstance(content, bytes):
        return BytesIO(content)
    content.seek(0)
    return cast("IO[bytes]", content)


def join_core(pieces: Sequence[bytes | memoryview], content: Content) -> Content:
    """A core out of pieces of a file, in order; the file itself, uncopied, where nothing was left out."""
    return content if sum(map(len, pieces)) == len(content) else b"".join(pieces)


def refuse_damaged(detail: str) -> NoReturn:
    raise PictureError(ProblemCode.PICTURE_DAMAGED, detail)


def refuse_unsupported(name: str) -> NoReturn:
    raise PictureError(ProblemCode.PICTURE_UNSUPPORTED, format=name)


def check_size(width: int, height: int) -> Size:
    """The size that a header tells, where it is worth going on."""
    if width < 1 or height < 1:
        refuse_damaged(f"a picture of {width}x{height} pixels")
    if width * height > PIXELS_MAX:
        raise PictureError(ProblemCode.PICTURE_TOO_MANY_PIXELS, width=width, height=height, limit=PIXELS_MAX)
    return Size(width, height)
