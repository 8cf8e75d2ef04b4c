"""Requests: complete and frozen. Once one exists, nobody reads the window or a source file again."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.draft import clean_prompt
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.size_rules import find_edit_size_problems, find_generation_size_problems

if TYPE_CHECKING:
    from turbo_studio.core.draft import Draft
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.profile import (
        ModelProfile,
        Quality,
    )
    from turbo_studio.core.sources import Source


class GenerationRequest(NamedTuple):
    """One picture from words alone."""

    model: str
    prompt: str
    size: Size
    quality: Quality


class EditRequest(NamedTuple):
    """One picture from 1 to 16 sources; the mask, where there is one, belongs to the first."""

    model: str
    prompt: str
    size: Size
    quality: Quality
    sources: tuple[Source, ...]
    mask: MaskSnapshot | None


Request = GenerationRequest | EditRequest


class Field(StrEnum):
    """The part of the window that a refusal points at."""

    PROMPT = "prompt"
    SIZE = "size"
    SOURCES = "sources"


class InvalidRequest(NamedTuple):
    """Why no request can be made from what stands in the window, at its first fault."""

    field: Field
    problem: Problem


def find_prompt_problem(prompt: str, profile: ModelProfile) -> Problem | None:
    """Characters are Unicode code points: ``len(str)``."""
    if not prompt.strip():
        return Problem(ProblemCode.PROMPT_EMPTY)
    if len(prompt) > profile.prompt_characters_max:
        return Problem(
            ProblemCode.PROMPT_TOO_LONG,
            {"count": len(prompt), "limit": profile.prompt_characters_max},
        )
    return None


def build_request(
    draft: Draft, sources: tuple[Source, ...], mask: MaskSnapshot | None, profile: ModelProfile
) -> Request | InvalidRequest:
    """The frozen request for what the window holds, or the first thing that stands in its way.

    A mask that selects nothing or everything says the same as none and is left out; the window
    shows that before the press.
    """
    prompt = clean_prompt(draft.prompt)
    problem = find_prompt_problem(prompt, profile)
    if problem is not None:
        return InvalidRequest(Field.PROMPT, problem)
    find_problems = find_edit_size_problems if sources else find_generation_size_problems
    problems = find_problems(draft.size, profile)
    if problems:
        return InvalidRequest(Field.SIZE, problems[0])
    if len(sources) > profile.sources_max:
        surplus = len(sources) - profile.sources_max
        return InvalidRequest(
            Field.SOURCES,
            Problem(ProblemCode.SOURCE_TOO_MANY, {"limit": profile.sources_max, "refused": surplus}),
        )
    if not sources:
        return GenerationRequest(profile.model, prompt, draft.size, draft.quality)
    sent_mask = mask if mask is not None and mask.says_something else None
    return EditRequest(profile.model, prompt, draft.size, draft.quality, sources, sent_mask)
