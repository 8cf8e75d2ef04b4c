"""What comes to the window by drop or paste, handed to the session as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from turbo_studio.core.geometry import Size

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData, QUrl
    from PySide6.QtGui import QDropEvent

    from turbo_studio.session.session import Session
    from turbo_studio.ui.window import MainWindow

_URLS_MAX = 1_000
"""More than anybody means to drop; the session says how many did not fit."""


def find_local_files(mime: QMimeData) -> list[Path]:
    """The files of this computer among what was dropped or pasted; addresses elsewhere are left out."""
    return [Path(url.toLocalFile()) for url in mime.urls()[:_URLS_MAX] if _is_local(url)]


def _is_local(url: QUrl) -> bool:
    return url.isLocalFile() and url.host() in {"", "localhost"} and bool(url.toLocalFile())


def holds_pictures(mime: QMimeData) -> bool:
    """Whether ``take_pictures`` would find anything; cheap, for it is asked while dragging."""
    return (mime.hasUrls() and any(_is_local(url) for url in mime.urls()[:_URLS_MAX])) or mime.hasImage()


def take_drop(window: MainWindow, event: QDropEvent, name: str) -> bool:
    """Take in what was dropped on the window; False where there is nothing to be done with it.

    Over the results, files are looked through and none is opened unasked; results that come from there
    become sources elsewhere. ``name`` is for a picture that has none.
    """
    mime = event.mimeData()
    if event.source() is not None and mime.hasUrls():
        if not _is_over_results(window, event):
            window.chosen.with_selected(window.session.use_results_as_sources)
        return True
    files = find_local_files(mime)
    if files and _is_over_results(window, event):
        window.session.intake.look_through(files)
        return True
    return take_pictures(window.session, mime, name)


def _is_over_results(window: MainWindow, event: QDropEvent) -> bool:
    """In their strip, or on a page in the place of the canvas."""
    where = window.childAt(event.position().toPoint())
    hosts = [host for host in (window.results_strip, window.page) if host is not None]
    return where is not None and any(host is where or host.isAncestorOf(where) for host in hosts)


def take_pictures(session: Session, mime: QMimeData, name: str) -> bool:
    """Take in what was dropped or pasted: files as sources, before pixels. False where there is nothing."""
    files = find_local_files(mime)
    if files:
        # A folder may hold anything: it is looked through before something is opened.
        (session.intake.look_through if any(map(Path.is_dir, files)) else session.open_files)(files)
        return True
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return False
    session.open_pixels(Size(image.width(), image.height()), read_rgba(image), name)
    return True


def read_rgba(image: QImage) -> bytes:
    """Rows of straight red, green, blue and alpha without padding: 32 bits a pixel need none."""
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return bytes(straight.constBits())
