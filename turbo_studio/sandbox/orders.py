"""Orders: the fields and files of a request, read from the wire and held against every limit.

The limits come from the model's profile. Pictures are not decoded here, so nothing heavy is
imported: `pictures` judges their pixels.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_input_stream

from turbo_studio.core.geometry import parse_size
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.size_rules import find_edit_size_problems, find_generation_size_problems
from turbo_studio.core.sources import detect_media_type
from turbo_studio.sandbox.refusals import (
    RefusalError,
    refuse_choice,
    refuse_content_type,
    refuse_file_size,
    refuse_kind,
    refuse_mask,
    refuse_media_type,
    refuse_missing,
    refuse_picture,
    refuse_repeated,
    refuse_size,
    refuse_unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.datastructures import FileStorage, MultiDict

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.profile import (
        ModelProfile,
    )

PROFILE = GPT_IMAGE_2
_TEXT_FIELDS = ("model", "prompt", "n", "size", "quality")
_SOURCE_FIELDS = ("image", "image[]")
_TEXT_BYTES_MAX = 1_000_000  # eight times the longest prompt: one too long gets its own refusal
_PARTS_MAX = 100
_MASK_MEDIA_TYPE = "image/png"


@dataclass(frozen=True, slots=True)
class Order:
    """A request that broke no limit. ``images`` and ``mask`` are files; a generation has none."""

    prompt: str
    size: Size
    quality: Quality
    images: tuple[bytes, ...] = ()
    mask: bytes | None = None


def parse_generation(environ: WSGIEnvironment, profile: ModelProfile = PROFILE) -> Order:
    """Read a JSON request; RefusalError where it breaks the contract."""
    _require_content_type(environ, "application/json")
    body = get_input_stream(environ, max_content_length=_TEXT_BYTES_MAX).read()
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusalError(400, "We could not parse the JSON body of your request.") from None
    if not isinstance(fields, dict):
        raise refuse_kind("body", "an object", fields)
    return _parse_fields(fields, profile, find_generation_size_problems)


def parse_edit(environ: WSGIEnvironment, profile: ModelProfile = PROFILE) -> Order:
    """Read a multipart request; RefusalError where it breaks the contract."""
    _require_content_type(environ, "multipart/form-data")
    form, files = _parse_multipart(environ, profile)
    try:
        return _parse_edit_form(form, files, profile)
    finally:
        for part in [part for parts in files.listvalues() for part in parts]:
            part.close()  # large parts lie in unnamed temporary files


def _parse_edit_form(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage], profile: ModelProfile
) -> Order:
    _require_kinds(form, files)
    order = _parse_fields(form.to_dict(), profile, find_edit_size_problems)
    sources = [source for name in _SOURCE_FIELDS for source in files.getlist(name)]
    images = _read_sources(sources, profile)
    masks = files.getlist("mask")
    if len(masks) > 1:
        raise refuse_repeated("mask")
    mask = _read_mask(masks[0], profile) if masks else None
    return Order(order.prompt, order.size, order.quality, images, mask)


def _require_content_type(environ: WSGIEnvironment, expected: str) -> None:
    found = environ.get("CONTENT_TYPE", "")
    if parse_options_header(found)[0].lower() != expected:
        raise refuse_content_type(found, expected)


def _parse_multipart(
    environ: WSGIEnvironment, profile: ModelProfile
) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    request_bytes_max = (
        profile.sources_max * profile.source_bytes_limit + profile.mask_bytes_limit + _TEXT_BYTES_MAX
    )
    parser = FormDataParser(
        max_content_length=request_bytes_max,
        max_form_memory_size=_TEXT_BYTES_MAX,
        max_form_parts=_PARTS_MAX,
        silent=False,
    )
    try:
        _, form, files = parser.parse_from_environ(environ)
    except (ValueError, OSError):
        raise RefusalError(400, "We could not parse the multipart body of your request.") from None
    return form, files


def _require_kinds(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> None:
    """Text in text fields and files in file fields, each text field once."""
    for name, values in form.lists():
        if name in (*_SOURCE_FIELDS, "mask"):
            raise refuse_kind("mask" if name == "mask" else "image[0]", "a file", values[0])
        if len(values) > 1:
            raise refuse_repeated(name)
    for name in files:
        if name in _TEXT_FIELDS:
            raise refuse_kind(name, "a string", files[name])
        if name not in (*_SOURCE_FIELDS, "mask"):
            raise refuse_unknown(name)


def _parse_fields(
    fields: Mapping[str, Any],
    profile: ModelProfile,
    find_size_problems: Callable[[Size, ModelProfile], tuple[Problem, ...]],
) -> Order:
    unknown = [name for name in fields if name not in _TEXT_FIELDS]
    if unknown:
        raise refuse_unknown(unknown[0][:100])
    _check_model(fields.get("model"), profile)
    prompt = _parse_prompt(fields.get("prompt"), profile)
    _check_count(fields.get("n"))
    size = _parse_size(fields.get("size"), profile, find_size_problems)
    return Order(prompt, size, _parse_quality(fields.get("quality"), profile))


def _check_model(model: Any, profile: ModelProfile) -> None:
    if model is None:
        raise refuse_missing("model")
    if not isinstance(model, str):
        raise refuse_kind("model", "a string", model)
    if model != profile.model:
        message = f"The model '{model[:100]}' does not exist or you do not have access to it."
        raise RefusalError(404, message, param="model", code="model_not_found")


def _parse_prompt(prompt: Any, profile: ModelProfile) -> str:
    if prompt is None:
        raise refuse_missing("prompt")
    if not isinstance(prompt, str):
        raise refuse_kind("prompt", "a string", prompt)
    if not prompt:
        message = "Invalid 'prompt': empty string. Expected a string with minimum length 1."
        raise RefusalError(400, message, param="prompt", code="empty_string")
    limit = profile.prompt_characters_max
    if len(prompt) > limit:
        message = (
            f"Invalid 'prompt': string too long. Expected a string with maximum length {limit}, "
            f"but got a string with length {len(prompt)} instead."
        )
        raise RefusalError(400, message, param="prompt", code="string_above_max_length")
    return prompt


def _check_count(count: Any) -> None:
    """The model takes 1 only. JSON brings a number, multipart its digits."""
    if count is None or (count == 1 and isinstance(count, int) and not isinstance(count, bool)):
        return
    if not isinstance(count, (int, str)) or isinstance(count, bool):
        raise refuse_kind("n", "an integer", count)
    if count != "1":
        raise refuse_choice("n", str(count), ("1",))


def _parse_size(
    text: Any,
    profile: ModelProfile,
    find_problems: Callable[[Size, ModelProfile], tuple[Problem, ...]],
) -> Size:
    if text is None:
        return profile.default_size
    if not isinstance(text, str):
        raise refuse_kind("size", "a string", text)
    try:
        size = parse_size(text)
    except ValueError:
        raise refuse_size(text, "A size is written WIDTHxHEIGHT.") from None
    problems = find_problems(size, profile)
    if problems:
        raise _refuse_size_problem(text, problems[0], profile)
    return size


def _refuse_size_problem(text: str, problem: Problem, profile: ModelProfile) -> RefusalError:
    if problem.code is ProblemCode.SIZE_NOT_OFFERED:
        return refuse_choice("size", text, tuple(str(size) for size in profile.generation_sizes))
    ratio = profile.aspect_ratio_max
    rules = {
        ProblemCode.SIZE_NOT_MULTIPLE: (
            f"Width and height must both be divisible by {profile.size_multiple}."
        ),
        ProblemCode.SIZE_RATIO: f"The aspect ratio must be from 1:{ratio} to {ratio}:1.",
        ProblemCode.SIZE_TOO_LARGE: (
            f"The long side may have at most {profile.long_side_max} pixels "
            f"and the short side at most {profile.short_side_max}."
        ),
    }
    return refuse_size(text, rules[problem.code])


def _parse_quality(text: Any, profile: ModelProfile) -> Quality:
    if text is None:
        return profile.default_quality
    if not isinstance(text, str):
        raise refuse_kind("quality", "a string", text)
    if text not in tuple(Quality):
        raise refuse_choice("quality", text, tuple(Quality))
    return Quality(text)


def _read_sources(sources: list[FileStorage], profile: ModelProfile) -> tuple[bytes, ...]:
    if not sources:
        raise refuse_missing("image")
    if len(sources) > profile.sources_max:
        message = (
            f"Invalid 'image': array too long. Expected an array with maximum length "
            f"{profile.sources_max}, but got an array with length {len(sources)} instead."
        )
        raise RefusalError(400, message, param="image", code="array_above_max_length")
    return tuple(
        _read_file(
            source,
            f"image[{index}]",
            profile.source_bytes_limit,
            profile.source_media_types,
            refuse_picture(f"image[{index}]", index + 1),
        )
        for index, source in enumerate(sources)
    )


def _read_mask(mask: FileStorage, profile: ModelProfile) -> bytes:
    return _read_file(
        mask, "mask", profile.mask_bytes_limit, (_MASK_MEDIA_TYPE,), refuse_mask("mask image cannot be read")
    )


def _read_file(
    part: FileStorage, param: str, limit_bytes: int, media_types: tuple[str, ...], unreadable: RefusalError
) -> bytes:
    """The bytes of a part whose declared type is allowed, and true."""
    declared = part.mimetype
    if declared not in media_types:
        raise refuse_media_type(param, declared, media_types)
    content: bytes = part.read()
    if len(content) >= limit_bytes:
        raise refuse_file_size(param, len(content), limit_bytes)
    found = detect_media_type(content)
    if found is None:
        raise unreadable
    if found != declared:
        raise refuse_media_type(param, f"{found}, declared as {declared}", media_types)
    return content
