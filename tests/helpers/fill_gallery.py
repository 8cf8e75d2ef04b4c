"""Fills a home's gallery with many varied results, to be looked at: ``python -m tests.helpers.fill_gallery``.

Shapes, prompts (English and Chinese), marks, odd sizes and missing files are spread by a fixed seed. The
pictures are the sandbox's; each is used many times, so that ten thousand of them take a minute or two.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.gallery.builders import build_answer, build_provenance
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Flag, Label
from turbo_studio.core.profile import Quality
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.sandbox.draw import paint_theme
from turbo_studio.sandbox.orders import Order
from turbo_studio.settings.places import find_places

if TYPE_CHECKING:
    from turbo_studio.core.result import Result

_SIZES = (Size(384, 256), Size(256, 384), Size(256, 256), Size(512, 216), Size(216, 512))
_SUBJECTS = (
    "a cup of tea on a wooden table",
    "海边的小屋，黄昏，暖色",
    "an astronaut who reads the newspaper",
    "a red fox in fresh snow, photographed from above, very long prompt that goes on and on",
    "一只戴眼镜的猫",
    "studio portrait, soft light, 85 mm",
)
_PICTURES = 40
_THUMBNAIL_PX = 256


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.fill_gallery", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=300)
    given = parser.parse_args()
    chance = random.Random(7)  # noqa: S311  variety, not secrets
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(DiskGallery(find_places(given.home).gallery)) as gallery,
    ):
        pictures = [_draw(Path(folder), number, chance) for number in range(_PICTURES)]
        for number in range(given.count):
            picture, thumbnail = chance.choice(pictures)
            _add(gallery, Path(folder), number, picture, thumbnail, chance)


def _draw(folder: Path, number: int, chance: random.Random) -> tuple[Path, Path]:
    size = chance.choice(_SIZES)
    image, _ = paint_theme(Order(f"picture {number}", size, Quality.HIGH), "gpt-image-2", number, size)
    picture, thumbnail = folder / f"{number}.png", folder / f"{number}-small.png"
    image.save(picture)
    image.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    image.save(thumbnail)
    return picture, thumbnail


def _add(
    gallery: DiskGallery, folder: Path, number: int, picture: Path, thumbnail: Path, chance: random.Random
) -> Result:
    with Image.open(picture) as image:
        size = Size(*image.size)
    asked = size if chance.random() < 0.95 else Size(1024, 1024)
    ended = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=37 * number)
    provenance = build_provenance(
        f"job-{number}",
        f"{chance.choice(_SUBJECTS)} {number}",
        size=asked,
        quality=chance.choice(list(Quality)),
        gateway="sandbox" if chance.random() < 0.3 else "https://gateway.example/v1",
        started_at=ended - timedelta(seconds=40),
        finished_at=ended,
    )
    (result,) = gallery.add(build_answer(folder, picture.read_bytes()), provenance)
    shutil.copy(thumbnail, gallery.thumbnail_path(result.id))
    gallery.set_thumbnail(result.id, "image/png", size)
    if chance.random() < 0.4:
        gallery.change_marks(
            [result.id],
            stars=chance.randrange(6),
            label=chance.choice(list(Label)),
            flag=chance.choice([Flag.NONE, Flag.NONE, Flag.PICK, Flag.REJECT]),
        )
    if chance.random() < 0.01:
        result.path.unlink()
    return result


if __name__ == "__main__":
    main()
