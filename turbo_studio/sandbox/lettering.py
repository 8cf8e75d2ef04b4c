"""Lettering: words on synthetic pictures, with whatever fonts there are, and the sandbox's mark."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.geometry import Box
    from turbo_studio.sandbox.palette import Colour

MARK_GROUND: Colour = (0xFF, 0xC9, 0x4D)  # the sandbox bar of the program's window
MARK_INK: Colour = (0x1F, 0x1F, 0x1F)
_MARK_TEXT = "SANDBOX"
_CHARACTERS_MAX = 160  # more than two lines ever show
_ABSENT = "\U0010fffd"  # for private use: drawn as the font's box for a missing character
_SYSTEM_FACES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "msyh.ttc",
    "simsun.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "DejaVuSans.ttf",
)

Font = ImageFont.FreeTypeFont


def draw_words(
    picture: Image.Image, text: str, box: Box, size_px: int, colour: Colour, lines_max: int = 2
) -> int:
    """Draw the text's first words into the lower part of the box; returns the first row used.

    Characters that no font has are left out; where nothing remains, coloured dots stand for them.
    """
    size_px = max(6, size_px)
    clean = _clean(text)
    font, shown = _pick_font(clean, size_px)
    if clean and not shown:
        return _draw_dots(picture, clean, box, size_px, colour)
    lines = _wrap(shown, font, box.width, lines_max)
    line_px = round(size_px * 1.22)
    upper = box.lower - line_px * len(lines)
    brush = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        brush.text((box.left, upper + index * line_px), line, font=font, fill=colour)
    return upper


def draw_ribbon(picture: Image.Image) -> None:
    """The mark as a band across the upper right corner."""
    side = max(24, round(min(picture.size) * 0.26))
    thickness = max(8, side // 5)
    band = Image.new("RGBA", (side * 2, thickness), (*MARK_GROUND, 255))
    font = ImageFont.load_default(max(6.0, thickness * 0.56))
    _draw_centred(band, _MARK_TEXT, font, MARK_INK)
    turned = band.rotate(-45, Image.Resampling.BICUBIC, expand=True)
    centre_x, centre_y = picture.width - side // 2, side // 2
    picture.paste(turned, (centre_x - turned.width // 2, centre_y - turned.height // 2), turned)


def draw_tag(picture: Image.Image, left: int, upper: int, height_px: int) -> None:
    """The mark as a small plate, where there is no corner to put a band on."""
    font = ImageFont.load_default(max(1.0, height_px * 0.6))
    width_px = round(font.getlength(_MARK_TEXT) + height_px * 0.9)
    plate = Image.new("RGB", (width_px, height_px), MARK_GROUND)
    _draw_centred(plate, _MARK_TEXT, font, MARK_INK)
    picture.paste(plate, (left, upper))


def _draw_centred(plate: Image.Image, text: str, font: Font | ImageFont.ImageFont, colour: Colour) -> None:
    middle = (plate.width / 2, plate.height / 2)
    ImageDraw.Draw(plate).text(middle, text, font=font, fill=colour, anchor="mm")


def _draw_dots(picture: Image.Image, text: str, box: Box, size_px: int, colour: Colour) -> int:
    """A row of dots, a different row for a different text."""
    radius = size_px * 0.36
    upper = box.lower - round(size_px * 1.22)
    brush = ImageDraw.Draw(picture)
    for index, character in enumerate(text[: max(1, int(box.width // size_px))]):
        x, y = box.left + radius + index * size_px, upper + size_px / 2
        reach = radius * (0.4 + 0.2 * (ord(character) % 4))
        brush.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    return upper


def _clean(text: str) -> str:
    """One line without the characters that have no picture of their own."""
    words = " ".join(text[: 4 * _CHARACTERS_MAX].split())
    return "".join(c for c in words if unicodedata.category(c)[0] != "C")[:_CHARACTERS_MAX]


def _pick_font(text: str, size_px: int) -> tuple[Font, str]:
    """The font that has most of the text, with the part of the text that it has."""
    fallback = ImageFont.load_default(size_px)
    if not isinstance(fallback, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    best = (fallback, _keep_known(text, fallback))
    if best[1] == text:
        return best
    for name in _find_system_faces():
        font = ImageFont.truetype(name, size_px)
        known = _keep_known(text, font)
        if len(known) > len(best[1]):
            best = (font, known)
        if known == text:
            break
    return best


@functools.cache
def _find_system_faces() -> tuple[str, ...]:
    """Those of the named fonts that this machine has; looked up once, for it walks folders."""
    return tuple(name for name in _SYSTEM_FACES if _has_face(name))


def _has_face(name: str) -> bool:
    try:
        ImageFont.truetype(name, 12)
    except OSError:
        return False
    return True


def _keep_known(text: str, font: Font) -> str:
    missing = bytes(font.getmask(_ABSENT))
    known = {c for c in set(text) if c == " " or bytes(font.getmask(c)) != missing}
    return " ".join("".join(c for c in text if c in known).split())


def _wrap(text: str, font: Font, width_px: int, lines_max: int) -> list[str]:
    """At most ``lines_max`` lines that fit the width; an ellipsis where words are left over."""
    lines = [""]
    for piece in _split(text):
        if font.getlength((lines[-1] + piece).rstrip()) <= width_px or not lines[-1]:
            lines[-1] += piece
        elif len(lines) < lines_max:
            lines.append(piece.lstrip())
        else:
            lines[-1] = _shorten(lines[-1].rstrip(" ,.;:") + "…", font, width_px)
            break
    return [_shorten(line.strip(), font, width_px) for line in lines]


def _split(text: str) -> Iterator[str]:
    """Words with the space before them; in scripts without spaces, characters."""
    word = ""
    for character in text:
        if character == " " or character > "\u2e7f":
            yield word
            word = ""
        word += character
    yield word


def _shorten(line: str, font: Font, width_px: int) -> str:
    while len(line) > 1 and font.getlength(line) > width_px:
        line = line.rstrip("…")[:-1] + "…"
    return line
