"""The fake engine must tell what a real one would, or the tests above it show nothing."""

from pathlib import Path

import numpy as np
from PIL import Image

from tests.helpers import fake_engine
from turbo_studio.core.geometry import Size


def test_an_opened_source_reaches_the_document_and_asks_for_its_pixels(tmp_path: Path) -> None:
    session, _bridge, engine = fake_engine.build_session()
    source = fake_engine.open_source(session, tmp_path, "cup.png", Size(320, 240))

    assert session.document.sources == (source,)
    assert session.opening_count == 0
    assert engine.calls_of("decode_source") == [(source, True)]
    with Image.open(session.thumbnails[source.id]) as thumbnail:
        assert max(thumbnail.size) == fake_engine.THUMBNAIL_SIDE_PX


def test_a_raster_holds_the_picture_in_levels_of_half_the_size(tmp_path: Path) -> None:
    rgba = fake_engine.paint_pattern(Size(301, 200))
    raster = fake_engine.write_raster(tmp_path / "raster", rgba)
    raw = np.fromfile(raster.path, np.uint8)

    first, second = raster.levels[:2]
    whole = raw[: second.offset].reshape(first.size.height, first.size.width, 4)
    assert np.array_equal(whole, rgba[..., [2, 1, 0, 3]])
    assert second.size == Size(151, 100)
    last = raster.levels[-1]
    assert raw.size == last.offset + last.size.pixels * 4


def test_the_shown_source_can_be_painted_once_its_pixels_are_there(tmp_path: Path) -> None:
    session, _bridge, _engine = fake_engine.build_session()
    fake_engine.open_source(session, tmp_path)
    assert not session.painter.can_paint
    fake_engine.decode_shown(session, tmp_path)
    assert session.painter.can_paint
