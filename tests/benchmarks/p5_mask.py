"""P5: the mask of 96 MP as a PNG, against Pillow at level 6; what both wrote is read back by others.

Both begin with the mask as it was painted. Each run is a process of its own, in turn.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage, QImageReader

from tests.benchmarks.children import PeakMemory, run_child
from tests.benchmarks.pictures import SIZES
from tests.benchmarks.rows import Row, build_limit_row, build_row
from tests.benchmarks.timing import time_ms
from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import SELECTED_MIN, Mask
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.core.stroke import Stroke
from turbo_studio.imaging.reader import ChildPictureReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RUNS = 5
PEER_LEVEL = 6

TIME_RATIO_MAX = 1 / 6
BYTES_MAX = 3_999_999
EXTRA_MAX_MB = 32.0

_SIZE = SIZES[96]

Figures = dict[str, float]


def measure() -> list[Row]:
    program: list[Figures] = []
    pillow: list[Figures] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mask.png"
        for _ in range(RUNS):
            pillow.append(run_child(write_by_pillow, str(path)))
            path.unlink()
            program.append(run_child(write_by_program, str(path)))
            read_back = _read_back(path)
            path.unlink()

    def both(name: str) -> tuple[list[float], list[float]]:
        return [run[name] for run in program], [run[name] for run in pillow]

    return [
        build_row("P5", "write the mask", *both("ms"), "ms", TIME_RATIO_MAX),
        _limit("its bytes", both("bytes"), "B", BYTES_MAX),
        _limit("extra memory", both("extra"), "MB", EXTRA_MAX_MB),
        *read_back,
    ]


def _limit(what: str, both: tuple[list[float], list[float]], unit: str, limit: float) -> Row:
    return build_limit_row("P5", what, both[0], unit, limit, both[1])


def _read_back(path: Path) -> list[Row]:
    """One row a decoder: 1 where it reads exactly what was painted."""
    rows = []
    for name, module in (("Pillow", "PIL"), ("Qt", "PySide6"), ("pyvips", "pyvips")):
        what = f"read back the same by {name}"
        if importlib.util.find_spec(module) is None:
            rows.append(Row("P5", f"{what} (missing)", 0, None, "", None, "1", None, 0))
        else:
            is_same = run_child(compare, name, str(path))
            rows.append(Row("P5", what, int(is_same), None, "", None, "1", is_same, 1))
    return rows


def paint_mask() -> Mask:
    """Some 40 strokes of four sizes, a tenth of them erased again, all over the picture."""
    mask = Mask(_SIZE)
    rng = np.random.default_rng(5)
    for number in range(40):
        brush = Brush((60, 150, 400, 900)[number % 4], hardness=float(rng.random()))
        stroke = Stroke(mask, brush, erase=number % 10 == 9)
        corners = rng.random((6, 2)) * (_SIZE.width, _SIZE.height)
        stroke.begin(Point(*corners[0]))
        for corner in corners[1:]:
            stroke.extend(Point(*corner))
        stroke.commit()
    return mask


def write_by_program(path: str) -> Figures:
    """In a child that waits ready, as in the program; the memory is this process's alone."""
    mask = paint_mask()
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as folder:
        reader = ChildPictureReader(Path(folder) / "scratch")
        small = Mask(Size(8, 8))
        runner.run(reader.encode_mask(small.take_snapshot(), small.size, GPT_IMAGE_2, Path(folder)))

        def write() -> None:
            work = reader.encode_mask(mask.take_snapshot(), mask.size, GPT_IMAGE_2, Path(folder))
            runner.run(work).upload.path.rename(path)

        figures = _measure_writing(write, path)
        runner.run(reader.close())
    return figures


def write_by_pillow(path: str) -> Figures:
    mask = paint_mask()

    def write() -> None:
        pixels = np.zeros((*mask.coverage.shape, 4), np.uint8)
        pixels[..., 3] = np.where(mask.coverage >= SELECTED_MIN, np.uint8(0), np.uint8(255))
        Image.fromarray(pixels).save(path, compress_level=PEER_LEVEL)

    return _measure_writing(write, path)


def _measure_writing(write: Callable[[], None], path: str) -> Figures:
    peak = PeakMemory()
    ms = time_ms(write)
    return {"ms": ms, "extra": peak.find_extra_mb(), "bytes": Path(path).stat().st_size}


def compare(decoder: str, path: str) -> bool:
    """Whether a decoder reads alpha 0 where the mask selects, 255 elsewhere, and one colour."""
    decode = {"Pillow": _decode_by_pillow, "Qt": _decode_by_qt, "pyvips": _decode_by_pyvips}[decoder]
    pixels = decode(path)
    expected = np.where(paint_mask().coverage >= SELECTED_MIN, np.uint8(0), np.uint8(255))
    return bool(np.array_equal(pixels[..., 3], expected) and (pixels[..., :3] == pixels[0, 0, :3]).all())


def _decode_by_pillow(path: str) -> NDArray[np.uint8]:
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as image:
        return np.asarray(image)


def _decode_by_qt(path: str) -> NDArray[np.uint8]:
    QImageReader.setAllocationLimit(0)
    image = QImage(path)
    image.convertTo(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)


def _decode_by_pyvips(path: str) -> NDArray[np.uint8]:
    pyvips: Any = importlib.import_module("pyvips")
    pixels: NDArray[np.uint8] = pyvips.Image.new_from_file(path).numpy()
    return pixels
