"""What can go wrong, as facts; the window turns each into a sentence in the user's language.

StudioError
├── PictureError    a picture, or a file that should be one, cannot be used
├── StorageError    the disk did not take or give something
├── KeyStoreError   the operating system's key store did not take or give the key
└── GatewayError    a request did not bring a result; says whether it may have cost money
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.attempt import Attempt


class ProblemCode(StrEnum):
    """One code, one sentence. What each carries in ``params`` stands behind it."""

    # the request panel
    PROMPT_EMPTY = "prompt_empty"
    PROMPT_TOO_LONG = "prompt_too_long"  # count, limit
    SIZE_NOT_MULTIPLE = "size_not_multiple"  # width, height, multiple
    SIZE_RATIO = "size_ratio"  # width, height, ratio
    SIZE_TOO_LARGE = "size_too_large"  # width, height, long_side, short_side
    SIZE_NOT_OFFERED = "size_not_offered"  # width, height
    SOURCE_NOT_READY = "source_not_ready"  # number

    # sources and masks
    SOURCE_TOO_MANY = "source_too_many"  # limit, refused
    FILE_UNREADABLE = "file_unreadable"  # reason
    FILE_NOT_REGULAR = "file_not_regular"
    FILE_TOO_LARGE = "file_too_large"  # size_bytes, limit_bytes
    NOT_A_PICTURE = "not_a_picture"  # found: what the bytes look like, may be empty
    PICTURE_UNSUPPORTED = "picture_unsupported"  # format
    PICTURE_DAMAGED = "picture_damaged"
    PICTURE_TOO_MANY_PIXELS = "picture_too_many_pixels"  # width, height, limit
    PICTURE_TOO_COMPLEX = "picture_too_complex"
    DECODER_TIMED_OUT = "decoder_timed_out"  # limit_s
    DECODER_DIED = "decoder_died"
    SOURCE_DOES_NOT_FIT = "source_does_not_fit"  # limit_bytes
    MASK_DOES_NOT_FIT = "mask_does_not_fit"  # limit_bytes
    MASK_LOST = "mask_lost"  # width, height: at this size it selects nothing, or everything

    # the work of the last time
    WORKSPACE_DAMAGED = "workspace_damaged"
    WORKSPACE_NONE_ASIDE = "workspace_none_aside"

    # the work that a result came from
    SOURCE_NOT_REOPENED = "source_not_reopened"  # number
    MASK_NOT_REOPENED = "mask_not_reopened"

    # the connection; none of these was charged
    NOT_CONNECTED = "not_connected"  # host, reason
    CONNECT_TIMED_OUT = "connect_timed_out"  # host
    TLS_FAILED = "tls_failed"  # host, reason, cause: one of the words of gateway.evidence, may be empty
    PROXY_FAILED = "proxy_failed"  # host, reason
    PROXY_REFUSED = "proxy_refused"  # host; it wants a user name and a password, or others
    PROXY_INVALID = "proxy_invalid"  # reason: one of settings.proxies.ProxyFault
    CA_FILE_UNUSABLE = "ca_file_unusable"  # file

    # what the gateway, or something before it, answered
    WRONG_KEY = "wrong_key"
    NO_CREDIT = "no_credit"
    FORBIDDEN = "forbidden"
    WRONG_URL = "wrong_url"  # url: a better one, absent when none is known
    MODEL_UNKNOWN = "model_unknown"
    MODERATED = "moderated"  # reason: the categories that were named, absent when there are none
    SIZE_REFUSED = "size_refused"
    PROMPT_REFUSED = "prompt_refused"
    SOURCE_REFUSED = "source_refused"  # number, 0 when not said
    MASK_REFUSED = "mask_refused"
    REQUEST_REFUSED = "request_refused"
    UPLOAD_TOO_LARGE = "upload_too_large"
    RATE_LIMITED = "rate_limited"  # delay_s, absent when not said
    GATEWAY_BUSY = "gateway_busy"
    GATEWAY_FAILED = "gateway_failed"  # status
    GATEWAY_TIMED_OUT = "gateway_timed_out"  # status
    REDIRECTED = "redirected"  # host
    NOT_A_GATEWAY = "not_a_gateway"  # status; a web page where an answer should be

    # after the first byte left
    CONNECTION_LOST = "connection_lost"
    DEADLINE_PASSED = "deadline_passed"  # limit_s
    ANSWER_NOT_HTTP = "answer_not_http"
    ANSWER_CUT = "answer_cut"
    ANSWER_TOO_LARGE = "answer_too_large"  # limit_bytes
    ANSWER_UNREADABLE = "answer_unreadable"
    ANSWER_EMPTY = "answer_empty"
    ANSWER_LINK_FAILED = "answer_link_failed"  # host; reason: one of gateway.links.LinkFault
    ANSWER_NO_PICTURE = "answer_no_picture"  # found

    # the queue
    WAITING_FROM_LAST_TIME = "waiting_from_last_time"  # count, estimate_dollars
    DAILY_CAP_REACHED = "daily_cap_reached"  # cap_dollars, spent_dollars
    KEY_MISSING = "key_missing"  # host
    SAME_AS_UNKNOWN = "same_as_unknown"  # minutes since then
    PRICE_UNKNOWN = "price_unknown"
    INTERRUPTED = "interrupted"  # the program ended while the request was under way
    NEVER_QUEUED = "never_queued"  # the program ended before the request was complete
    JOURNAL_DAMAGED = "journal_damaged"

    # the disk and the key store
    DISK_FULL = "disk_full"  # folder
    FOLDER_UNWRITABLE = "folder_unwritable"  # folder, reason
    STORAGE_FAILED = "storage_failed"  # reason
    GALLERY_IN_USE = "gallery_in_use"
    GALLERY_NEWER = "gallery_newer"
    GALLERY_MISSING = "gallery_missing"  # folder: one that was used before is not there
    GALLERY_READ_ONLY = "gallery_read_only"  # folder
    INDEX_REBUILT = "index_rebuilt"  # it was damaged; nothing is lost
    EXPORT_IN_GALLERY = "export_in_gallery"  # folder
    EXPORT_NAME_TAKEN = "export_name_taken"
    RESULT_CHANGED = "result_changed"  # its file does not hold what came back
    NOT_IN_TRASH = "not_in_trash"  # name: it was thrown away for good, or taken out
    TRASH_BY_HAND = "trash_by_hand"  # name: the system does not say where its trash is
    PLACE_TAKEN = "place_taken"  # name: something else lies where the picture belongs
    NOT_THAT_FILE = "not_that_file"  # name: its bytes are not those of the result
    KEY_INVALID = "key_invalid"  # position (1-based), 0 for a wrong length; reason: empty
    KEY_STORE_MISSING = "key_store_missing"
    KEY_STORE_FAILED = "key_store_failed"  # reason
    URL_INVALID = "url_invalid"  # reason: one of settings.origins.UrlFault

    # the program itself
    SANDBOX_FAILED = "sandbox_failed"  # the child did not start
    UNEXPECTED = "unexpected"  # kind


Param = str | int | float
Params = Mapping[str, Param]


class Problem(NamedTuple):
    """A code, the numbers and names its sentence needs, and the raw detail (plain text)."""

    code: ProblemCode
    params: Params = MappingProxyType({})
    detail: str = ""


class Charged(StrEnum):
    """Whether a request may have cost money."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class StudioError(Exception):
    """The root of every error that a user is told about."""

    def __init__(self, code: ProblemCode, detail: str = "", **params: Param) -> None:
        super().__init__(code.value, detail)
        self.problem = Problem(code, params, detail)


class PictureError(StudioError):
    pass


class StorageError(StudioError):
    pass


_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_UNWRITABLE = frozenset(
    {
        errno.EACCES,
        errno.EEXIST,
        errno.EISDIR,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


def is_disk_full(error: OSError) -> bool:
    """Whether the system says that the disk, or the share of it that this user may fill, is full."""
    return error.errno in _DISK_FULL


def build_storage_error(error: OSError, folder: Path) -> StorageError:
    """What the system said of a file of ours in ``folder``, as the user is told."""
    reason = error.strerror or type(error).__name__
    if is_disk_full(error):
        return StorageError(ProblemCode.DISK_FULL, str(error), folder=str(folder))
    if error.errno in _UNWRITABLE:
        return StorageError(ProblemCode.FOLDER_UNWRITABLE, str(error), folder=str(folder), reason=reason)
    return StorageError(ProblemCode.STORAGE_FAILED, str(error), reason=reason)


class KeyStoreError(StudioError):
    pass


class GatewayError(StudioError):
    """How a request ended without a result, with the evidence that was left."""

    def __init__(
        self,
        code: ProblemCode,
        detail: str = "",
        *,
        charged: Charged,
        status: int | None = None,
        request_ids: tuple[str, ...] = (),
        attempt: Attempt | None = None,
        **params: Param,
    ) -> None:
        """``attempt`` is missing where nothing was tried: before a connection, or in a kept answer."""
        if status is not None:
            params = {**params, "status": status}
        super().__init__(code, detail, **params)
        self.charged = charged
        self.status = status
        self.request_ids = request_ids
        self.attempt = attempt

    @property
    def retry_after_s(self) -> float | None:
        """What the gateway asked to wait, as ``Attempt.retry_after_s``."""
        return None if self.attempt is None else self.attempt.retry_after_s
