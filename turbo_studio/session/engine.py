"""What a session needs done elsewhere; ``jobs.engine`` fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.collection import SearchId
    from turbo_studio.core.comparing import Comparing
    from turbo_studio.core.contact_sheet import SheetOrder
    from turbo_studio.core.exporting import ExportOrder
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.job import Job, JobId
    from turbo_studio.core.looking import Wish
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.network import Network
    from turbo_studio.core.operators import Selecting
    from turbo_studio.core.query import CollectionId, Query
    from turbo_studio.core.result import Result, ResultId, Upload
    from turbo_studio.core.sources import Source
    from turbo_studio.core.workspace import Workspace


class Library(Protocol):
    """The gallery's reading half, and what people note about results; ``jobs.library`` fills it.

    Each method returns at once; what comes of it is told as facts.
    """

    def fetch_page(self, query: Query, before: int | None, limit: int) -> None:
        """``PageFetched``: results below the place ``before``, or the newest."""
        ...

    def count(self, query: Query) -> None:
        """``ResultsCounted``."""
        ...

    def fetch_anchors(self, query: Query, step: int) -> None:
        """``AnchorsFetched``."""
        ...

    def change_marks(
        self, ids: Sequence[ResultId], stars: int | None, label: Label | None, flag: Flag | None
    ) -> None:
        """``ResultsChanged``; None leaves what is there."""
        ...

    def fetch_collections(self) -> None:
        """``CollectionsChanged``, as by each of the verbs below."""
        ...

    def create_collection(self, name: str, ids: Sequence[ResultId]) -> None: ...
    def rename_collection(self, collection_id: CollectionId, name: str) -> None: ...
    def delete_collection(self, collection_id: CollectionId) -> None: ...
    def add_to_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None: ...
    def remove_from_collection(self, collection_id: CollectionId, ids: Sequence[ResultId]) -> None: ...
    def save_search(self, name: str, query: Query) -> None: ...
    def delete_search(self, search_id: SearchId) -> None: ...


class Lineage(Protocol):
    """What results came from, and what came of them; ``jobs.lineage`` fills it. All return at once."""

    def fetch_kin(self, result: Result) -> None:
        """``KinFetched``."""
        ...

    def fetch_thumbnails(self, inputs: Sequence[Upload]) -> None:
        """``InputThumbnailMade`` for each that can be shown; what was asked for before is given up."""
        ...

    def find_original(self, digest: str) -> None:
        """``OriginalFound``, where a picture of these bytes is the last of a chain of edits; else nothing."""
        ...

    def open_original(self, digest: str) -> None:
        """``OriginalOpened``, for a picture that is a result; else nothing."""
        ...

    def reopen(self, result: Result, put_aside: Workspace | None) -> None:
        """``ResultReopened``, once what is to be put aside is on the disk."""
        ...

    def put_aside(self, workspace: Workspace) -> None:
        """Keep this as the work put aside."""
        ...


class Engine(Protocol):
    """Each method returns at once; what comes of it is told as facts."""

    @property
    def library(self) -> Library: ...

    @property
    def lineage(self) -> Lineage: ...

    def open_files(self, paths: Sequence[Path]) -> None: ...
    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None: ...
    def decode_source(self, source: Source, *, with_mask: bool) -> None: ...
    def find_pixels(self, token: int, asked: Selecting) -> None: ...
    def cancel_finding(self, token: int) -> None: ...
    def save_mask(self, mask: MaskSnapshot, path: Path) -> None: ...
    def submit(self, job: Job) -> None: ...
    def cancel(self, job_id: JobId) -> None:
        """End a job; one whose answer has come is saved all the same."""
        ...

    def cancel_all(self) -> None:
        """Cancel what waits; what is under way goes on."""
        ...

    def pause_queue(self) -> None:
        """Send nothing more; what is under way goes on."""
        ...

    def resume_queue(self) -> None: ...
    def move_job(self, job_id: JobId, index: int) -> None:
        """Give a job that waits another place among those that wait, counted from 0."""
        ...

    def release(self, job_id: JobId) -> None:
        """Let a held job be sent."""
        ...

    def retry(self, job_id: JobId, new_id: JobId) -> None:
        """Queue the frozen request of a job that ended, with the same inputs, as a new job."""
        ...

    def save_again(self, job_id: JobId) -> None:
        """Save the kept answer of an unsaved job: nothing is sent."""
        ...

    def read_again(self, job_id: JobId) -> None:
        """Read the kept answer of a job that ended without a result once more: nothing is sent."""
        ...

    def forget(self, job_id: JobId) -> None:
        """Drop what is held for a job that has ended; a paid answer that is not saved yet stays."""
        ...

    def set_limits(self, concurrency: int, daily_cap_dollars: float) -> None:
        """From the next job on; a cap of 0 means none."""
        ...

    def connect(self, base_url: str, key: str, *, remember: bool) -> None: ...
    def disconnect(self, base_url: str) -> None: ...
    def test_connection(self, base_url: str, key: str) -> None:
        """Find out whether a gateway takes a key, at no cost; an empty key stands for the one in use.

        It is told as ``ConnectionTested``, unless another test or a cancel comes first.
        """
        ...

    def cancel_connection_test(self) -> None: ...
    def set_network(self, network: Network) -> None:
        """Reach gateways in another way from the next job on."""
        ...

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None: ...
    def remake_thumbnail(self, result: Result) -> None:
        """Make one that is missing or damaged once more; told as ``ResultsChanged`` where that succeeds."""
        ...

    def reopen_gallery(self, *, anew: bool) -> None:
        """Try once more to open the gallery, or begin a new one where that of the last time is missing."""
        ...

    def look_at(self, wishes: Sequence[Wish]) -> None:
        """All pictures of the gallery that are wanted now, nearest first; each wish is answered once."""
        ...

    def recognise(self, source: Source) -> None:
        """Told as ``SourceRecognised`` where the picture is a result of the gallery."""
        ...

    def look_through(self, paths: Sequence[Path]) -> None:
        """Recognise results among files and folders; told as ``IntakeEnded``. A former look is given up."""
        ...

    def cancel_look(self) -> None: ...
    def move_to_trash(self, ids: Sequence[ResultId]) -> None:
        """Told as ``ResultsRemoved``, some at a time, and ``TrashingEnded``."""
        ...

    def restore_results(self, ids: Sequence[ResultId]) -> None:
        """Told as ``ResultsRestored``, some at a time, and ``RestoringEnded``."""
        ...

    def relink_result(self, result_id: ResultId, file: Path) -> None:
        """Put a copy of the file in the place of a picture that is missing."""
        ...

    def compare(self, token: int, asked: Comparing) -> None:
        """Measure two pictures; ``token`` names it in the facts that tell how far it is."""
        ...

    def drop_comparison(self, token: int) -> None:
        """Give a comparison up, or let go of its raster, whose file is gone then."""
        ...

    def export(self, order: ExportOrder | SheetOrder) -> None:
        """Bring results to a folder of the user's, one order at a time."""
        ...

    def cancel_export(self) -> None:
        """Begin no further file."""
        ...

    def make_png(self, result: Result) -> None:
        """Make a PNG of a result, in memory; nothing is told where its picture is no good."""
        ...

    def verify_gallery(self) -> None: ...
    def cancel_verifying(self) -> None: ...
    def rebuild_index(self) -> None: ...
    def run_on_disk(self, call: Callable[[], None]) -> None: ...
    def save_workspace(self, workspace: Workspace) -> None: ...
    def restore_workspace(self, *, aside: bool) -> None: ...
    def stop(self, workspace: Workspace | None = None) -> None: ...
