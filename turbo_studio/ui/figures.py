"""Figures as the window shows them, and the names of the qualities; ``words`` makes the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from turbo_studio.core.profile import Quality

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size


def format_size(size: Size) -> str:
    return f"{size.width} × {size.height}"


def format_bytes(size_bytes: float) -> str:
    """In decimal units, as the limits are."""
    style = QLocale.DataSizeFormat.DataSizeSIFormat
    precision = 0 if size_bytes % 1_000_000 == 0 or size_bytes < 1_000_000 else 1
    return QLocale().formattedDataSize(int(size_bytes), precision, style)


def format_dollars(dollars: float) -> str:
    """In US dollars; an amount under a cent keeps a third digit."""
    return "$" + QLocale().toString(float(dollars), "f", 2 if dollars >= 0.01 or not dollars else 3)


def say_quality(quality: Quality) -> str:
    return QCoreApplication.translate("Words", str(_QUALITIES[quality]))


_QUALITIES: dict[Quality, object] = {
    Quality.HIGH: QT_TRANSLATE_NOOP("Words", "High"),
    Quality.MEDIUM: QT_TRANSLATE_NOOP("Words", "Medium"),
    Quality.LOW: QT_TRANSLATE_NOOP("Words", "Low"),
}
