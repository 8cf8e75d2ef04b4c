"""Small pictures of sources and masks as they were sent: made once, kept as long as their inputs."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from turbo_studio.core.facts import InputThumbnailMade
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from turbo_studio.core.result import Upload
    from turbo_studio.jobs.ports import Ports

_SIDE_PX = 256

_log = logging.getLogger(__name__)


class InputThumbnails:
    """One after the other, so that a picture that is opened meanwhile finds a child at hand."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._making: Future[None] | None = None

    def fetch(self, inputs: Sequence[Upload]) -> None:
        """To be called on the loop. What was asked for before is given up; what has none is not told."""
        if self._making is not None:
            self._making.cancel()
        self._making = self._ports.worker.run(self._fetch(inputs))

    async def _fetch(self, inputs: Sequence[Upload]) -> None:
        for each in inputs:
            try:
                thumbnail = await self._make(each)
            except BREAKAGES as error:  # a cache: what stands in its way is no trouble of anyone's
                _log.info("no thumbnail for an input: %s", describe_error(error).code)
            else:
                self._ports.publish(InputThumbnailMade(each.digest, thumbnail))

    async def _make(self, each: Upload) -> Path:
        gallery = await self._ports.use_gallery()
        thumbnail = gallery.input_thumbnail_path(each.digest)
        if not await asyncio.to_thread(thumbnail.is_file):
            await self._ports.pictures.build_thumbnail(each.path, thumbnail, _SIDE_PX)
        return thumbnail
