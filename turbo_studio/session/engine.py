"""What a session needs done elsewhere; ``jobs.engine`` fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.job import Job, JobId
    from turbo_studio.core.network import Network
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source


class Engine(Protocol):
    """Each method returns at once; what comes of it is told as facts."""

    def open_files(self, paths: Sequence[Path]) -> None: ...
    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None: ...
    def decode_source(self, source: Source, *, with_mask: bool) -> None: ...
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
    def set_network(self, network: Network) -> None:
        """Reach gateways in another way from the next job on."""
        ...

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None: ...
    def fetch_results(self, search: str, before: Result | None, limit: int) -> None: ...
    def run_on_disk(self, call: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...
