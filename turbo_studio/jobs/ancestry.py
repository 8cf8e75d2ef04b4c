"""Finds the relatives of a result by what records say of its sources: bounded, whatever they claim.

A source is known by the SHA-256 of its bytes as they were opened. Where work was reopened, the copy that
was sent takes the source's place: records that name both lead from the one to the other. A source is older
than what was made from it; what claims otherwise is not believed, so that no line can run in a circle.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from turbo_studio.core.lineage import Forebear, Generation, Kin
from turbo_studio.core.query import Kind, Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbo_studio.core.ports import Gallery
    from turbo_studio.core.result import Result, Upload

LINE_MAX = 100
GENERATION_MAX = 200
_SOURCES_MAX = 64
_COPIES_MAX = 16
_NEIGHBOURS = 100
"""Pictures that one press asked for are saved close to each other."""


class Genealogist:
    """Reads one gallery. Blocks; StorageError."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    def find_kin(self, result: Result) -> Kin:
        kin = self.find_line(result)
        generations = [self._find_siblings(kin.first, kin.origin)]
        generations += [
            self._build_generation(self._find_edits(parent), child) for parent, child in pairwise(kin.line)
        ]
        children = self._find_edits(result)
        if children:
            generations.append(Generation(children[:GENERATION_MAX], None))
        is_cut = kin.is_cut or any(len(each.results) == GENERATION_MAX for each in generations)
        return kin._replace(generations=tuple(generations), is_cut=is_cut)

    def find_line(self, result: Result) -> Kin:
        """The line to a result alone, as if nothing else had been made on the way."""
        line, sources = self._trace(result)
        first = sources[0]
        origin = first[0] if first and first[0].result is None else None
        generations = tuple(Generation((each,), 0) for each in line)
        return Kin(result, sources[-1], origin, generations, len(line) == LINE_MAX)

    def find_newest(self, digest: str) -> Result | None:
        """The result that has these bytes."""
        return next(iter(self._gallery.find_by_digest((digest,))), None)

    def _trace(self, result: Result) -> tuple[list[Result], list[tuple[Forebear, ...]]]:
        """The line to a result, and the sources of each of it, oldest first."""
        line, sources = [result], [self._find_sources(result, _SOURCES_MAX)]
        while len(line) < LINE_MAX and sources[0] and sources[0][0].result is not None:
            line.insert(0, sources[0][0].result)
            sources.insert(0, self._find_sources(line[0], 1))
        return line, sources

    def _find_sources(self, result: Result, limit: int) -> tuple[Forebear, ...]:
        made_by = result.provenance
        return tuple(
            Forebear(
                made_by.name_source(index), upload, self._find_parent(result, _name_digests(result, index))
            )
            for index, upload in enumerate(made_by.uploads[:limit])
        )

    def _find_parent(self, child: Result, digests: frozenset[str]) -> Result | None:
        """The newest result before ``child`` that has one of these bytes, or was sent as them."""
        found = self._gallery.find_by_digest(digests) or self._gallery.find_by_digest(
            {
                opened
                for digest in digests
                for other in self._fetch_children(digest)
                for opened, sent in _pair_digests(other)
                if sent == digest
            }
        )
        return next((other for other in found if other.sequence < child.sequence), None)

    def _find_siblings(self, first: Result, origin: Forebear | None) -> Generation:
        """What was made from the same origin, or by the same words."""
        if origin is None:
            return self._build_generation(self._find_repetitions(first), first)
        opened = first.provenance.source_digests[:1] or (origin.sent.digest,)
        return self._build_generation(self._fetch_edits(opened[0], 0), first)

    def _find_edits(self, parent: Result) -> tuple[Result, ...]:
        """What was made from a result, oldest first."""
        return self._fetch_edits(parent.digest, parent.sequence + 1)

    def _fetch_edits(self, digest: str, sequence_min: int) -> tuple[Result, ...]:
        """What was made from these bytes, or from them as they were sent."""
        direct = self._fetch_children(digest)
        copies = {
            sent for other in direct for opened, sent in _pair_digests(other) if opened == digest != sent
        }
        found = {other.id: other for other in direct}
        for copy in islice(sorted(copies), _COPIES_MAX):
            found |= {other.id: other for other in self._fetch_children(copy)}
        return _sort(other for other in found.values() if other.sequence >= sequence_min)

    def _fetch_children(self, digest: str) -> tuple[Result, ...]:
        """The newest that have a source of these bytes, as opened or as sent."""
        return self._gallery.fetch_page(Query(source_digest=digest), None, GENERATION_MAX)

    def _find_repetitions(self, result: Result) -> tuple[Result, ...]:
        """What the same request brought besides, among the results around it."""
        before = result.sequence + _NEIGHBOURS // 2
        around = self._gallery.fetch_page(Query(kind=Kind.GENERATION), before, _NEIGHBOURS)
        return _sort(other for other in around if _name_request(other) == _name_request(result))

    def _build_generation(self, results: tuple[Result, ...], member: Result) -> Generation:
        """Of those around the member, as many as a generation may have."""
        others = tuple(other for other in results if other.id != member.id)
        place = sum(other.sequence < member.sequence for other in others)
        start = max(0, min(place - GENERATION_MAX // 2, len(others) - GENERATION_MAX + 1))
        kept = others[start : start + GENERATION_MAX - 1]
        index = place - start
        return Generation((*kept[:index], member, *kept[index:]), index)


def _sort(results: Iterable[Result]) -> tuple[Result, ...]:
    return tuple(sorted(results, key=lambda result: result.sequence))


def _name_digests(result: Result, index: int) -> frozenset[str]:
    """Of a source, as opened and as sent."""
    made_by = result.provenance
    return frozenset((*made_by.source_digests[index : index + 1], made_by.uploads[index].digest))


def _pair_digests(result: Result) -> Iterable[tuple[str, str]]:
    """Of each source, as opened and as sent, where both are known."""
    made_by = result.provenance
    uploads: tuple[Upload, ...] = made_by.uploads
    return zip(made_by.source_digests, (upload.digest for upload in uploads), strict=False)


def _name_request(result: Result) -> tuple[object, ...]:
    made_by = result.provenance
    return made_by.model, made_by.prompt, made_by.size, made_by.quality
