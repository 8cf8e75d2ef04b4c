"""Thumbnails of results: made when these arrive, and made again where they are missing or damaged.

They are a cache: what stands in the way of one is a line in the log, and no trouble of anyone's.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from turbo_studio.core.facts import ResultsChanged
from turbo_studio.core.problems import PictureError
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error

if TYPE_CHECKING:
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.jobs.ports import Ports

TRIES_MAX = 3
"""In one run, for one result: a view that cannot read what was made asks for it again."""
WANTED_MAX = 120
"""More than any window shows: what was scrolled away is given up, the oldest first."""
_SIDE_PX = 512

_log = logging.getLogger(__name__)


async def add_thumbnail(result: Result, ports: Ports) -> Result:
    """The result with its thumbnail; without one it is a result all the same."""
    try:
        return await _make(result, ports)
    except BREAKAGES as error:
        _log.warning("no thumbnail for a result: %s", describe_error(error).code)
        return result


class ThumbnailRemaker:
    """One at a time, the newest wish first: a picture that is opened meanwhile finds a child at hand."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._wanted: dict[ResultId, Result] = {}
        """In the order in which they were last asked for."""
        self._tries: Counter[ResultId] = Counter()
        self._is_busy = False

    def remake(self, result: Result) -> None:
        """Make a thumbnail once more, to be called on the loop; told as ``ResultsChanged``.

        Nothing is told where none can be made. A picture that cannot be read is tried once in a run.
        """
        if self._tries[result.id] >= TRIES_MAX:
            return
        self._wanted.pop(result.id, None)
        self._wanted[result.id] = result
        if len(self._wanted) > WANTED_MAX:
            del self._wanted[next(iter(self._wanted))]
        if not self._is_busy:
            self._is_busy = True
            self._ports.worker.run(self._remake_wanted())

    async def _remake_wanted(self) -> None:
        while self._wanted:
            _, result = self._wanted.popitem()
            await self._remake(result)
        self._is_busy = False

    async def _remake(self, result: Result) -> None:
        self._tries[result.id] += 1
        try:
            remade = await _make(result, self._ports)
        except BREAKAGES as error:
            if isinstance(error, PictureError):
                self._tries[result.id] = TRIES_MAX
            _log.info("still no thumbnail for a result: %s", describe_error(error).code)
        else:
            self._ports.publish(ResultsChanged((remade,)))


async def _make(result: Result, ports: Ports) -> Result:
    gallery = await ports.use_gallery()
    target = gallery.thumbnail_path(result.id)
    inspected = await ports.pictures.build_thumbnail(result.path, target, _SIDE_PX)
    return await ports.worker.run_on_disk(
        gallery.set_thumbnail, result.id, inspected.media_type, inspected.size
    )
