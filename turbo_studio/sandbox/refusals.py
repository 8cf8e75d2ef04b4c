"""Refusals in the words and shapes of the real gateway: the OpenAI error object.

Types, params, codes and messages follow error bodies that OpenAI-compatible services sent.
"""

from __future__ import annotations

from typing import Any

_REQUEST_ERROR = "invalid_request_error"
_PICTURE_ERROR = "image_generation_user_error"
_PLAIN_NAMES = {
    bool: "a boolean",
    int: "an integer",
    float: "a decimal",
    str: "a string",
    list: "an array",
    dict: "an object",
}


class RefusalError(Exception):
    """An answer that is an error; ``body`` is its JSON."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = _REQUEST_ERROR,
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code}}


def refuse_missing(param: str) -> RefusalError:
    return RefusalError(
        400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter"
    )


def refuse_unknown(param: str) -> RefusalError:
    return RefusalError(400, f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")


def refuse_repeated(param: str) -> RefusalError:
    return RefusalError(400, f"Duplicate parameter: '{param}'.", param=param, code="duplicate_parameter")


def refuse_kind(param: str, expected: str, value: Any) -> RefusalError:
    """A value of the wrong JSON type, or text where a file should be."""
    found = _PLAIN_NAMES.get(type(value), "a file")
    message = f"Invalid type for '{param}': expected {expected}, but got {found} instead."
    return RefusalError(400, message, param=param, code="invalid_type")


def refuse_choice(param: str, value: str, choices: tuple[str, ...]) -> RefusalError:
    """A value that is none of the few that are taken."""
    quoted = [f"'{choice}'" for choice in choices]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    message = f"Invalid value: '{value[:100]}'. Supported values are: {listed}."
    return RefusalError(400, message, param=param, code="invalid_value")


def refuse_size(text: str, rule: str) -> RefusalError:
    return RefusalError(400, f"Invalid size '{text[:100]}'. {rule}", param="size", code="invalid_value")


def refuse_media_type(param: str, found: str, supported: tuple[str, ...]) -> RefusalError:
    listed = ", ".join(f"'{media_type}'" for media_type in supported)
    message = (
        f"Invalid file '{param}': unsupported mimetype ('{found}'). Supported file formats are {listed}."
    )
    return RefusalError(400, message, param=param, code="unsupported_file_mimetype")


def refuse_file_size(param: str, size_bytes: int, limit_bytes: int) -> RefusalError:
    message = f"Invalid file '{param}': {size_bytes} bytes; a file must be smaller than {limit_bytes} bytes."
    return RefusalError(400, message, param=param, code="file_too_large")


def refuse_picture(param: str, number: int) -> RefusalError:
    """A picture that cannot be read; ``number`` counts from 1, as the real message does."""
    message = f"Invalid image file or mode for image {number}, please check your image file."
    return RefusalError(400, message, kind=_PICTURE_ERROR, param=param, code="invalid_image_file")


def refuse_mask(reason: str) -> RefusalError:
    message = f"Invalid mask image format - {reason}"
    return RefusalError(400, message, kind=_PICTURE_ERROR, param="mask", code="invalid_mask_image_format")


def refuse_content_type(found: str, expected: str) -> RefusalError:
    message = (
        f"Unsupported content type: '{found[:100]}'. This API method only accepts '{expected}' requests."
    )
    return RefusalError(400, message, code="unsupported_content_type")
