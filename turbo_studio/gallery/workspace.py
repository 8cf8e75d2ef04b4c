"""The open work on disk: what was open when the program ended, also where it ended by a crash.

``workspace.json`` names sources and masks by their SHA-256, which lie beside it once each. The state
before the last one stays as ``previous.json``: where the newest is damaged, that one is used. Work that
was not reopened at a start, since pictures were named on the command line, is put aside; so is what was open
when a result was reopened. A few states lie aside at most, the latest as ``aside.json``.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from turbo_studio.core.draft import Draft, clean_prompt
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask_snapshot import MaskSnapshot
from turbo_studio.core.profile import Quality
from turbo_studio.core.tiles import TILE_SIDE_PX
from turbo_studio.core.workspace import KeptSource, Workspace
from turbo_studio.gallery import disk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_VERSION = 1
_DOCUMENT_BYTES_MAX = 1_000_000
_MASK_BYTES_MAX = 200_000_000
_NEWEST, _PREVIOUS = "workspace.json", "previous.json"
_ASIDE = ("aside.json", "aside2.json", "aside3.json", "aside4.json", "aside5.json")
"""The latest first."""
_DAMAGE = (OSError, ValueError, TypeError, KeyError, RecursionError, EOFError, zipfile.BadZipFile)
"""What reading a file can raise that is not what this program wrote."""


class _Found(NamedTuple):
    """A state that was read, and what its reading met."""

    name: str = ""
    workspace: Workspace | None = None
    is_whole: bool = False
    is_damaged: bool = False
    """True where this state, or a newer one that was passed over, is damaged."""


class WorkspaceShelf:
    """Blocking calls, one at a time. OSError where the disk does not take or give something."""

    def __init__(self, folder: Path, staging: Path) -> None:
        """``staging`` is a folder for temporary files on the same file system."""
        self._folder = folder
        self._staging = staging
        self._is_taken = False
        """True once the newest state is this process's own, by loading or by saving."""
        self._mask_digests: dict[int, tuple[MaskSnapshot, str]] = {}
        """By identity, of the masks saved last: an unchanged mask is not encoded again."""

    def save(self, workspace: Workspace) -> None:
        """Make this the newest state; at any moment a whole one is on disk."""
        disk.make_private_folder(self._folder)
        document = self._keep_parts(workspace)
        if not self._is_taken:
            self._make_room_aside()
        with suppress(FileNotFoundError):
            self._path(_NEWEST).replace(self._path(_PREVIOUS if self._is_taken else _ASIDE[0]))
        disk.replace_file(self._path(_NEWEST), _seal(document), self._staging)
        self._is_taken = True
        self._sweep()

    def load(self) -> tuple[Workspace | None, bool]:
        """The newest state that is whole, else what is left of one; and whether anything was lost.

        None where nothing was kept.
        """
        self._is_taken = True
        found = self._load_best((_NEWEST, _PREVIOUS))
        if found.is_whole and found.name == _PREVIOUS:
            # Or the next ``save`` would put a damaged state in the place of the only good one.
            self._path(_PREVIOUS).replace(self._path(_NEWEST))
        return found.workspace, found.is_damaged

    def put_aside(self, workspace: Workspace) -> None:
        """Keep this state aside besides; the newest one stays what it is."""
        disk.make_private_folder(self._folder)
        document = self._keep_parts(workspace)
        self._make_room_aside()
        disk.replace_file(self._path(_ASIDE[0]), _seal(document), self._staging)
        self._sweep()

    def swap_aside(self) -> tuple[Workspace | None, bool]:
        """The state that was put aside last, as ``load``; the newest one comes behind all that lie there."""
        found = self._load_best(_ASIDE)
        if found.workspace is not None:
            self._path(found.name).replace(self._path(_PREVIOUS))
            others = [name for name in _ASIDE if self._path(name).exists()]
            for former, name in zip((*others, _NEWEST), _ASIDE, strict=False):
                with suppress(FileNotFoundError):
                    self._path(former).replace(self._path(name))
        return found.workspace, found.is_damaged

    def _make_room_aside(self) -> None:
        """Move what lies aside one place back, as far as the first gap; without one, the last goes."""
        gap = next((place for place, name in enumerate(_ASIDE) if not self._path(name).exists()), None)
        for place in range(len(_ASIDE) - 1 if gap is None else gap, 0, -1):
            self._path(_ASIDE[place - 1]).replace(self._path(_ASIDE[place]))

    def _load_best(self, names: Iterable[str]) -> _Found:
        best = _Found()
        is_damaged = False
        for name in names:
            try:
                document = _unseal(disk.read_small(self._path(name), _DOCUMENT_BYTES_MAX) or b"")
                workspace, is_whole = self._read(document)
            except FileNotFoundError:
                continue
            except _DAMAGE:
                is_damaged = True
                continue
            if is_whole:
                return _Found(name, workspace, is_whole, is_damaged)
            is_damaged = True
            if best.workspace is None:
                best = _Found(name, workspace)
        return best._replace(is_damaged=is_damaged)

    def _read(self, document: dict[str, Any]) -> tuple[Workspace, bool]:
        draft = document["draft"]
        sources = [self._read_source(each) for each in document["sources"]]
        good = tuple(source for source, _ in sources if source is not None)
        workspace = Workspace(
            Draft(
                clean_prompt(str(draft["prompt"])),
                Size(int(draft["width"]), int(draft["height"])),
                Quality(draft["quality"]),
                int(draft["variations"]),
            ),
            bool(document["is_size_chosen"]),
            good,
            min(max(0, int(document["shown"])), max(0, len(good) - 1)),
        )
        return workspace, all(is_whole for _, is_whole in sources)

    def _read_source(self, kept: dict[str, Any]) -> tuple[KeptSource | None, bool]:
        """One source and whether it is whole: its mask may be lost, or the source itself."""
        path = self._path(str(kept["digest"]))
        try:
            if disk.hash_file(path) != kept["digest"]:
                path.unlink()  # or it would be taken for the good copy by the next ``save``
                return None, False
        except OSError:
            return None, False
        source = KeptSource(str(kept["name"]), path, str(kept["digest"]), None)
        if kept["mask"] is None:
            return source, True
        try:
            content = disk.read_small(self._path(str(kept["mask"])), _MASK_BYTES_MAX) or b""
            if hashlib.sha256(content).hexdigest() != kept["mask"]:
                return source, False
            return source._replace(mask=decode_mask(content)), True
        except _DAMAGE:
            return source, False

    def _keep_parts(self, workspace: Workspace) -> dict[str, Any]:
        """Put what is not there yet onto the shelf; the document that names all of it."""
        kept_masks: dict[int, tuple[MaskSnapshot, str]] = {}
        sources = []
        for source in workspace.sources:
            self._keep_source(source)
            mask = None
            if source.mask is not None:
                mask = self._keep_mask(source.mask)
                kept_masks[id(source.mask)] = (source.mask, mask)
            sources.append({"name": source.name, "digest": source.digest, "mask": mask})
        self._mask_digests = kept_masks
        draft = workspace.draft
        return {
            "version": _VERSION,
            "draft": {
                "prompt": draft.prompt,
                "width": draft.size.width,
                "height": draft.size.height,
                "quality": draft.quality.value,
                "variations": draft.variations,
            },
            "is_size_chosen": workspace.is_size_chosen,
            "sources": sources,
            "shown": workspace.shown,
        }

    def _keep_source(self, source: KeptSource) -> None:
        target = self._path(source.digest)
        if source.path != target and not target.is_file():
            with disk.stage_copy(source.path, source.digest, self._staging) as staged:
                staged.replace(target)
            disk.sync_folder(self._folder)

    def _keep_mask(self, mask: MaskSnapshot) -> str:
        if id(mask) in self._mask_digests:
            return self._mask_digests[id(mask)][1]
        content = encode_mask(mask)
        digest = hashlib.sha256(content).hexdigest()
        disk.replace_file(self._path(digest), content, self._staging)
        return digest

    def _sweep(self) -> None:
        """Remove sources and masks that no state names; one that cannot be read keeps all of them."""
        named = {_NEWEST, _PREVIOUS, *_ASIDE}
        try:
            for name in tuple(named):
                with suppress(FileNotFoundError):
                    document = _unseal(disk.read_small(self._path(name), _DOCUMENT_BYTES_MAX) or b"")
                    for source in document["sources"]:
                        named |= {source["digest"], source["mask"]}
        except _DAMAGE:
            return
        for path in self._folder.iterdir():
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()

    def _path(self, name: str) -> Path:
        if not name.isascii() or not name.replace(".", "").isalnum():
            raise ValueError(f"no name for a file of the workspace: {name!r}")
        return self._folder / name


def encode_mask(mask: MaskSnapshot) -> bytes:
    """A mask as a compressed ``npz``: keys of full tiles, keys of others, and the bits of these, padded."""
    full = [key for key, tile in mask.tiles.items() if tile is None]
    partial = {key: tile for key, tile in mask.tiles.items() if tile is not None}
    tiles = np.zeros((len(partial), TILE_SIDE_PX, TILE_SIDE_PX // 8), np.uint8)
    for padded, tile in zip(tiles, partial.values(), strict=True):
        padded[: tile.shape[0], : tile.shape[1]] = tile
    content = io.BytesIO()
    np.savez_compressed(
        content,
        size=np.array(mask.size, np.int64),
        selected=np.array(mask.selected_pixels, np.int64),
        full=np.array(full, np.int64).reshape(-1, 2),
        partial=np.array(list(partial), np.int64).reshape(-1, 2),
        tiles=tiles,
    )
    return content.getvalue()


def decode_mask(content: bytes) -> MaskSnapshot:
    """What ``encode_mask`` wrote; ValueError, KeyError or BadZipFile for anything else."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        size = Size(*(int(side) for side in arrays["size"]))
        tiles: dict[tuple[int, int], Any] = {(int(row), int(column)): None for row, column in arrays["full"]}
        for (row, column), padded in zip(arrays["partial"].tolist(), arrays["tiles"], strict=True):
            height = min(TILE_SIDE_PX, size.height - row * TILE_SIDE_PX)
            width = min(TILE_SIDE_PX, size.width - column * TILE_SIDE_PX)
            if min(row, column) < 0 or min(height, width) < 1:
                raise ValueError("a tile outside the mask")
            tiles[(row, column)] = padded[:height, : -(-width // 8)].copy()
        return MaskSnapshot(size, int(arrays["selected"]), tiles)


def _seal(document: dict[str, Any]) -> bytes:
    """A first line with the SHA-256 of all that follows."""
    content = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def _unseal(content: bytes) -> dict[str, Any]:
    """ValueError where the content is not what was sealed, or of a version that is not known."""
    seal, _, text = content.partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != seal:
        raise ValueError("damaged")
    document = json.loads(text)
    if not isinstance(document, dict) or document["version"] != _VERSION:
        raise ValueError("unknown version")
    return document
