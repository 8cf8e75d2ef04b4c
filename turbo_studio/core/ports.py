"""What the worker needs from the packages behind it; each Protocol has one owner that fills it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime
    from pathlib import Path

    from turbo_studio.core.attempt import Attempt
    from turbo_studio.core.collection import Collection as CollectionOfResults
    from turbo_studio.core.collection import SavedSearch, SearchId
    from turbo_studio.core.comparing import Comparing, Measure
    from turbo_studio.core.contact_sheet import SheetOptions
    from turbo_studio.core.exporting import Collision, ExportOptions
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.intake import Intake
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.network import Verdict
    from turbo_studio.core.operators import FoundPixels, Selecting
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.profile import ModelProfile
    from turbo_studio.core.query import CollectionId, Query
    from turbo_studio.core.request import Request
    from turbo_studio.core.result import Answer, Provenance, Result, ResultId, Upload
    from turbo_studio.core.sources import Note, Raster, Source
    from turbo_studio.core.trash import Restored, Trashed
    from turbo_studio.core.verification import Verification
    from turbo_studio.core.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proxy:
    """A server that opens tunnels by CONNECT. ``url`` holds no user name."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Route:
    """The way that one connection takes."""

    proxy: Proxy | None = None
    ca_file: str = ""
    deadline_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Connection:
    """Where requests go, with which key, and on which way. ``is_sandbox`` marks the embedded gateway."""

    base_url: str
    key: str
    is_sandbox: bool = False
    route: Route = Route()

    def __repr__(self) -> str:
        """Without the key: a repr ends in logs and tracebacks."""
        return f"Connection({self.base_url!r}, is_sandbox={self.is_sandbox})"


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What a test of a connection found; ``problem`` says why it FAILED."""

    verdict: Verdict
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request with its files as they are sent; what the gateway turns into bytes."""

    job_id: str
    request: Request
    images: tuple[Upload, ...] = ()
    mask: Upload | None = None


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A source that was judged good, and a small PNG of it, which stays as long as the source."""

    source: Source
    thumbnail: Path


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """A source as it will be sent, and what had to be done to it."""

    upload: Upload
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedMask:
    """A mask as it will be sent, and what had to be done to it."""

    upload: Upload
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectedPicture:
    """What the strict judge says of a file that is a good picture."""

    media_type: str
    size: Size


class PictureReader(Protocol):
    """Pictures that nobody vouches for, handled in child processes. Filled by ``imaging``."""

    async def warm_up(self) -> None:
        """Make ready what the first picture would wait for."""
        ...

    async def open_source(self, path: Path, name: str) -> OpenedSource:
        """Read a file once, judge it strictly and keep its bytes. PictureError where it is no good."""
        ...

    async def open_pixels(self, size: Size, rgba: bytes, name: str) -> OpenedSource:
        """The same for pixels from the clipboard: rows of straight red, green, blue, alpha."""
        ...

    async def build_raster(self, source: Source) -> Raster:
        """Decode a source for the canvas. The caller owns, and deletes, the raster's file."""
        ...

    async def decode_picture(self, path: Path, size: Size | None) -> Raster:
        """Judge a file of the gallery as strictly as any other, and decode it; links are not followed.

        ``size`` as far as it is known. The caller owns the raster's file. PictureError where it is no good.
        """
        ...

    async def build_thumbnail(self, picture: Path, target: Path, side_px: int) -> InspectedPicture:
        """Write a PNG whose longer side is at most ``side_px``, and make its folder where that is missing.

        PictureError where the picture is no good, StorageError where nothing can be written.
        """
        ...

    async def prepare_upload(self, source: Source, profile: ModelProfile, folder: Path) -> PreparedSource:
        """Write into ``folder`` what will be sent: upright, sRGB, without metadata, under the limit."""
        ...

    async def encode_mask(
        self, mask: MaskSnapshot, size: Size, profile: ModelProfile, folder: Path
    ) -> PreparedMask:
        """Write the mask into ``folder`` as a PNG of ``size``: alpha 0 where selected, else 255.

        PictureError where it does not come under the limit, or selects nothing or everything at that size.
        """
        ...


class Selector(Protocol):
    """Computes masks out of masks and pictures, in a child process of its own. Filled by ``imaging``."""

    async def select(self, asked: Selecting) -> FoundPixels:
        """PictureError where a file is no good or there is too much to compute. Cancelling ends the child."""
        ...

    async def save_mask(self, mask: MaskSnapshot, path: Path) -> None:
        """Write the mask as it would be sent, at its own size, and replace ``path`` by it. StorageError."""
        ...

    async def close(self) -> None: ...


class Comparer(Protocol):
    """Measures pictures against each other, in child processes of its own. Filled by ``imaging``."""

    async def compare(self, asked: Comparing, tell: Callable[[Raster, int], None]) -> Measure:
        """Paint what is asked into a new raster. PictureError; then, and where it is cancelled, none is left.

        ``tell`` hears of the raster before anything is in it, and whenever it has got further: so many of
        its rows are painted, at all levels. The caller owns, and deletes, the raster's file.
        """
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Sending:
    sent_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The last byte of the request has left."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """Bytes of a good answer; ``total`` is equal to ``received`` once the whole of it is in the folder."""

    received_bytes: int
    total_bytes: int
    """0 where the gateway did not say."""


Progress = Sending | Waiting | Receiving


class Gateway(Protocol):
    """The two endpoints. Filled by ``gateway``."""

    async def send(
        self, call: Call, connection: Connection, folder: Path, publish: Callable[[Progress], None]
    ) -> Attempt:
        """Send once and keep the raw answer in ``folder``; return on a whole ``200`` alone.

        GatewayError, with its ``attempt``, for every other end. Cancelling the task ends the connection.
        """
        ...

    async def check_key(self, connection: Connection) -> ConnectionReport:
        """Whether the gateway is reached and takes the key; makes no picture and costs nothing."""
        ...

    async def read_answer(self, folder: Path, route: Route) -> Answer:
        """``parse_answer``, after the pictures that the answer only links to were fetched into ``folder``.

        Free to repeat. GatewayError(ANSWER_LINK_FAILED) where there is no picture but behind a dead link.
        """
        ...

    def find_kept_answer(self, folder: Path) -> Path | None:
        """The file of the raw answer that ``send`` kept, whole or in part."""
        ...

    def parse_answer(self, folder: Path) -> Answer:
        """Read the raw answer that ``send`` kept and write its pictures beside it.

        Free to repeat: it touches no network. GatewayError where it holds no usable picture.
        """
        ...


@dataclass(frozen=True, slots=True)
class KeptJob:
    """What the journal holds of a job; None for a file that cannot be read."""

    job_id: str
    folder: Path
    request: bytes | None
    entries: tuple[bytes | None, ...]
    """In their order."""
    last_number: int
    """Of the last entry; 0 where there is none."""


class Journal(Protocol):
    """A folder for each job that outlives a crash: its request, its entries, its raw answer. Blocks.

    StorageError everywhere. Filled by ``gallery``.
    """

    def begin(self, job_id: str) -> Path:
        """A private folder for what is prepared for a job; gone after a crash."""
        ...

    def drop(self, job_id: str) -> None:
        """Remove what ``begin`` made."""
        ...

    def queue(self, job_id: str, request: bytes, entry: bytes) -> Path:
        """Give the folder that was begun its place, with the request and the first entry; durable."""
        ...

    def append(self, job_id: str, number: int, entry: bytes) -> None:
        """Put an entry in place, durable; StorageError where there is one of that number."""
        ...

    def load_all(self) -> tuple[KeptJob, ...]: ...

    def remove(self, job_id: str) -> None:
        """Nothing happens where there is none."""
        ...


class Ledger(Protocol):
    """Lines that are only ever added. Blocks; StorageError. Filled by ``gallery``."""

    def load(self) -> tuple[bytes, ...]:
        """All lines; a crash may have torn any of them."""
        ...

    def append(self, line: bytes) -> None:
        """Add a line, durable."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A contact sheet: its one PDF, or a PNG for each page."""

    pages: tuple[Path, ...]
    failures: tuple[tuple[str, Problem], ...] = ()
    """Names of pictures that it could not show, and why."""


class Exports(Protocol):
    """Files for folders of the user's. Blocks, from any thread. Filled by ``gallery``."""

    def find_taken(self, folder: Path, names: Sequence[str]) -> tuple[str, ...]:
        """Which of these names are taken. StorageError where the folder cannot be used.

        EXPORT_IN_GALLERY where it is the gallery's.
        """
        ...

    def place(
        self, source: Path, digest: str | None, folder: Path, name: str, collision: Collision | None
    ) -> Path | None:
        """Copy a file to where it is to lie: whole and durable, or not at all.

        None where the name is taken and it says to skip. PictureError where the file cannot be read or
        does not have the SHA-256 that is given; StorageError(EXPORT_NAME_TAKEN) where ``collision`` is None
        and the name is taken, and StorageError where the folder does not take the file.
        """
        ...

    def remove_left_parts(self) -> None:
        """Remove what was on its way into folders when an earlier run was killed; for each start.

        Never raises, and may never return: a folder may be on a drive that does not answer.
        """
        ...


class PictureExporter(Protocol):
    """Makes copies of results in child processes. Filled by ``imaging``."""

    def write_copy(
        self, result: Result, options: ExportOptions
    ) -> AbstractAsyncContextManager[tuple[Path, tuple[Note, ...]]]:
        """A private file with the copy, gone after the block, and what was done to its pixels.

        PictureError where the result's file is no good, RESULT_CHANGED where it is not what came back.
        Cancelling ends the child.
        """
        ...

    def write_sheet(
        self,
        results: Sequence[Result],
        options: SheetOptions,
        tell: Callable[[int], None],
    ) -> AbstractAsyncContextManager[Sheet]:
        """The private files of a contact sheet, gone after the block. ``tell`` hears of each picture."""
        ...

    async def close(self) -> None: ...


class Collections(Protocol):
    """Collections of results. Blocks; StorageError. Filled by ``gallery``."""

    def list_all(self) -> tuple[CollectionOfResults, ...]:
        """In the order of their names."""
        ...

    def create(self, name: str, ids: Collection[ResultId]) -> CollectionId: ...

    def rename(self, collection_id: CollectionId, name: str) -> None: ...

    def delete(self, collection_id: CollectionId) -> tuple[str, tuple[ResultId, ...]]:
        """The results stay; the name and the members that it had."""
        ...

    def add(self, collection_id: CollectionId, ids: Collection[ResultId]) -> None: ...

    def remove(self, collection_id: CollectionId, ids: Collection[ResultId]) -> None: ...


class SavedSearches(Protocol):
    """Searches that are kept under a name. Blocks; StorageError. Filled by ``gallery``."""

    def list_all(self) -> tuple[SavedSearch, ...]:
        """In the order of their names."""
        ...

    def save(self, name: str, query: Query) -> SearchId:
        """One that has this name already is replaced."""
        ...

    def delete(self, search_id: SearchId) -> None:
        """Nothing happens where there is none."""
        ...


class SystemTrash(Protocol):
    """The trash of the operating system; blocks. Filled by ``ui``."""

    def put(self, path: Path) -> Path | None:
        """Move a file there; where it lies then, None where the system does not tell. OSError."""
        ...

    def came_from(self, place: Path) -> Path | None:
        """Where a file in the trash lay before, by the trash's own note; None where nothing says so."""
        ...

    def forget(self, place: Path) -> None:
        """Drop what the trash notes about a file that was taken out of it again."""
        ...


class Gallery(Protocol):
    """Results on disk; blocking calls. Filled by ``gallery``.

    What changes anything is called from the worker's disk thread alone; what only reads, from another one,
    and does not wait for what is being saved.
    """

    def check_free_space(self) -> None:
        """StorageError where the disk is too full, or not writable, for a paid request."""
        ...

    @property
    def journal(self) -> Journal: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def exports(self) -> Exports: ...

    def keep_input(self, upload: Upload) -> Upload:
        """Store a file as it is sent, once by its SHA-256; the same upload at its new path."""
        ...

    def find_input(self, digest: str) -> Path:
        """Where ``keep_input`` puts a file; ValueError for what is no SHA-256."""
        ...

    def list_inputs(self) -> frozenset[str]:
        """The digests of all inputs that are kept."""
        ...

    def free_inputs(self, digests: Collection[str]) -> None:
        """Remove those that neither a record names nor a job of the journal."""
        ...

    def add(self, answer: Answer, provenance: Provenance) -> tuple[Result, ...]:
        """File first, then record, then row, for each picture of the answer; StorageError keeps all."""
        ...

    def set_thumbnail(self, result_id: ResultId, media_type: str, size: Size) -> Result:
        """Tell what the strict judge found; the thumbnail lies at ``thumbnail_path``."""
        ...

    def thumbnail_path(self, result_id: ResultId) -> Path: ...

    def input_thumbnail_path(self, digest: str) -> Path:
        """Goes with its input; ValueError for what is no SHA-256."""
        ...

    @property
    def collections(self) -> Collections: ...

    @property
    def saved_searches(self) -> SavedSearches: ...

    def fetch_page(self, query: Query, before: int | None, limit: int) -> tuple[Result, ...]:
        """Newest first; below the place ``before``, which is that of the last row of the page above."""
        ...

    def count(self, query: Query) -> int: ...

    def fetch_anchors(self, query: Query, step: int) -> tuple[int, ...]:
        """The places of rows 0, ``step``, 2 · ``step`` and so on, newest first."""
        ...

    def fetch_results(self, ids: Sequence[ResultId]) -> tuple[Result, ...]:
        """In the order asked for, without those that are not there."""
        ...

    def find_by_digest(self, digests: Collection[str]) -> tuple[Result, ...]:
        """The results whose files have one of these SHA-256, newest first."""
        ...

    def change_marks(
        self,
        ids: Collection[ResultId],
        stars: int | None = None,
        label: Label | None = None,
        flag: Flag | None = None,
    ) -> tuple[Result, ...]:
        """Give results other marks, where not None; as they are then, without those that are not there."""
        ...

    def move_to_trash(self, ids: Sequence[ResultId], moment: datetime) -> Trashed:
        """Take results out of the gallery, their pictures to the system's trash. StorageError.

        ``moment``, with its zone, is that of the wish: what has the same went together.
        """
        ...

    def list_trashed(self) -> tuple[tuple[ResultId, ...], ...]:
        """What earlier runs moved to the trash and can come back, as it went together; newest last."""
        ...

    def restore(self, ids: Sequence[ResultId]) -> Restored:
        """Bring back what ``move_to_trash`` took out. StorageError."""
        ...

    def relink(self, result_id: ResultId, file: Path) -> Result:
        """Put a copy of the file in the place of a picture that is missing; StorageError for other bytes."""
        ...

    def look_through(
        self,
        paths: Sequence[Path],
        publish: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> Intake:
        """Recognise results among files and folders; from any thread, beside other calls. StorageError.

        ``publish`` hears how many files of how many are done.
        """
        ...

    def verify(self, publish: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> Verification:
        """Hold every file against its record; from any thread, beside other calls. StorageError.

        ``publish`` hears how many files of how many are done.
        """
        ...

    def rebuild_index(self) -> int:
        """Make the index anew, from the records alone; how many results it has then. StorageError."""
        ...

    def save_workspace(self, workspace: Workspace) -> None:
        """Keep the open work beside the state before it. StorageError."""
        ...

    def put_workspace_aside(self, workspace: Workspace) -> None:
        """Keep a state to come back to, in the place of the one that was put aside before. StorageError."""
        ...

    def load_workspace(self, *, aside: bool) -> tuple[Workspace | None, bool]:
        """The open work of the last time, and whether anything of it was damaged.

        ``aside``: the one that a start with pictures of its own had put aside, which the newest
        one now takes the place of. None where there is none.
        """
        ...

    def close(self) -> None: ...


class KeyStore(Protocol):
    """The operating system's key store; blocking calls, never made on the GUI thread."""

    def fetch_key(self, base_url: str) -> str | None:
        """The key kept for this origin, and for no other. KeyStoreError."""
        ...

    def store_key(self, base_url: str, key: str) -> None:
        """Keep the key and read it back. KeyStoreError where it is not there afterwards."""
        ...

    def delete_key(self, base_url: str) -> None: ...

    def fetch_proxy_password(self, proxy_url: str, user: str) -> str: ...

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        """Keep it, or forget an empty one. KeyStoreError where it holds for this run alone."""
        ...
