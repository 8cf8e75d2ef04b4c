from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from turbo_studio.ui.canvas.pointer_mark import PointerMark

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = pytest.mark.usefixtures("qapp")

_SIDE = 420
_RADII = st.lists(st.floats(0.5, 190), max_size=2).map(lambda radii: tuple(sorted(radii, reverse=True)))
_POSITIONS = st.floats(200, 220)


@given(_RADII, _POSITIONS, _POSITIONS)
@example((150.0, 120.0), 210.99, 200.99)
@example((), 200.5, 200.99)
def test_the_region_covers_all_that_is_drawn(radii: tuple[float, ...], across: float, along: float) -> None:
    mark = PointerMark(QPointF(across, along), radii)
    drawn, covered = _build_blank(), _build_blank()
    with QPainter(drawn) as painter:
        mark.draw(painter)
    with QPainter(covered) as painter:
        painter.setClipRegion(mark.find_region())
        painter.eraseRect(covered.rect())
    is_drawn, is_covered = _find_opaque(drawn), _find_opaque(covered)
    assert is_drawn.any()
    assert not (is_drawn & ~is_covered).any()


def test_the_inside_of_a_large_ring_is_left_alone() -> None:
    region = PointerMark(QPointF(200, 200), (150.0,)).find_region()
    assert not region.contains(QPointF(200, 200).toPoint())


def _build_blank() -> QImage:
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _find_opaque(image: QImage) -> NDArray[np.bool_]:
    return np.frombuffer(image.constBits(), np.uint32).astype(np.bool_)
