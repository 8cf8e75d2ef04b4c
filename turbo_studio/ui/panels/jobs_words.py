"""What is said about a job: its title, how far it is, what became of it, and what its verbs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged
from turbo_studio.session.job_view import JobVerb, find_verbs
from turbo_studio.ui.figures import format_bytes, format_dollars
from turbo_studio.ui.words import (
    say_charged,
    say_detail,
    say_note,
    say_other_size,
    say_problem,
    say_state,
)

if TYPE_CHECKING:
    from turbo_studio.session.job_view import JobView

translate = QCoreApplication.translate
_TITLE_CHARACTERS = 120
_DETAIL_CHARACTERS = 160
_COUNTED = (JobState.SENDING, JobState.RECEIVING)
"""States whose progress is counted in bytes."""
_ON_TIME_SHARE = 0.9
"""How full the bar is when the expected time has passed; the rest is for what takes longer."""
_SAVING_SHARE = 0.97


_SAFE = frozenset({JobVerb.CANCEL, JobVerb.KEEP_WAITING, JobVerb.SAVE_AGAIN, JobVerb.READ_AGAIN})


class RowButton(NamedTuple):
    verb: JobVerb
    label: str
    is_safe: bool
    """Whether it neither pays for anything nor loses anything."""


def say_title(view: JobView) -> str:
    """The prompt's first words, and which of several variations it is."""
    summary = view.summary
    title = " ".join(summary.prompt[:_TITLE_CHARACTERS].split()) or translate(
        "Jobs", "A job of an earlier run"
    )
    if summary.variations == 1:
        return title
    return translate("Jobs", "{number} of {count} · {title}").format(
        number=summary.variation, count=summary.variations, title=title
    )


def say_progress(view: JobView, now_s: float, *, is_paused: bool = False) -> str:
    """The state in words: how far, how long, or what went wrong and whether it may have cost money."""
    state = say_state(view.state)
    match view.state:
        case JobState.COUNTING_DOWN:
            return _say_countdown(view, now_s)
        case JobState.QUEUED if is_paused:
            return translate("Jobs", "{state} · paused").format(state=state)
        case JobState.PREPARING | JobState.QUEUED | JobState.SAVING:
            return state
    if view.problem is not None:
        charged = say_charged(view.charged) if view.charged is not None else ""
        said = translate("Jobs", "{state}: {problem} {charged}")
        return said.format(state=state, problem=say_problem(view.problem), charged=charged).strip()
    if view.state is JobState.CANCELLED:
        return f"{state} · {say_charged(view.charged or Charged.NO)}"
    if view.state in _COUNTED and view.total_bytes:
        state = translate("Jobs", "{state} {done} of {total}").format(
            state=state, done=format_bytes(view.done_bytes), total=format_bytes(view.total_bytes)
        )
    return f"{state} · {_say_elapsed(view, now_s)}"


def _say_countdown(view: JobView, now_s: float) -> str:
    """``Again in 4 s, nothing was charged``, and why."""
    left_s = max(0, round((view.resend_s or now_s) - now_s))
    said = translate("Jobs", "Again in {duration}, nothing was charged. {problem}")
    problem = say_problem(view.problem) if view.problem is not None else ""
    return said.format(duration=format_duration(left_s), problem=problem).strip()


def _say_elapsed(view: JobView, now_s: float) -> str:
    """``34 s of ~58 s`` while it is on time, ``70 s, usually ~58 s`` after that."""
    since_s = view.sent_s if view.sent_s is not None else view.listed_s
    elapsed_s = (view.ended_s or now_s) - since_s
    elapsed = format_duration(elapsed_s)
    if view.expected_s is None or view.state.is_final:
        return elapsed
    words = (
        translate("Jobs", "{elapsed} of ~{expected}")
        if elapsed_s <= view.expected_s
        else translate("Jobs", "{elapsed}, usually ~{expected}")
    )
    return words.format(elapsed=elapsed, expected=format_duration(view.expected_s))


def measure_progress(view: JobView, now_s: float) -> float | None:
    """The share that is done, 0 to 1: by the usual time, else by bytes; None where neither is known."""
    if view.state is JobState.SAVING:
        return _SAVING_SHARE
    if view.expected_s and view.sent_s is not None:
        late = max(0.0, now_s - view.sent_s) / view.expected_s
        share = _ON_TIME_SHARE * late if late <= 1 else 1 - (1 - _ON_TIME_SHARE) / late
        return min(share, _SAVING_SHARE)
    if view.state in _COUNTED and view.total_bytes:
        return min(1.0, view.done_bytes / view.total_bytes)
    return None


def say_verb(verb: JobVerb, view: JobView) -> str:
    """A verb's name, with what it may cost where it sends something."""
    match verb:
        case JobVerb.CANCEL:
            return translate("Jobs", "Cancel")
        case JobVerb.KEEP_WAITING:
            return translate("Jobs", "Keep waiting")
        case JobVerb.STOP_WAITING:
            return translate("Jobs", "Stop waiting")
        case JobVerb.RELEASE:
            return _with_price(translate("Jobs", "Send anyway"), view)
        case JobVerb.RUN_AGAIN:
            # What may have been charged is not merely sent once more: it is paid for anew.
            was_free = view.charged in (None, Charged.NO)
            return _with_price(
                translate("Jobs", "Send again") if was_free else translate("Jobs", "Run again"), view
            )
        case JobVerb.SAVE_AGAIN:
            return translate("Jobs", "Save again")
        case JobVerb.READ_AGAIN:
            return translate("Jobs", "Read again (free)")
        case JobVerb.REUSE:
            return translate("Jobs", "Use its settings")
        case JobVerb.SHOW_ANSWER:
            return translate("Jobs", "Show kept answer")
        case JobVerb.SHOW_RESULT:
            return translate("Jobs", "Show result")
        case JobVerb.MOVE_EARLIER:
            return translate("Jobs", "Send earlier")
        case JobVerb.MOVE_LATER:
            return translate("Jobs", "Send later")
        case JobVerb.COPY_DETAILS:
            return translate("Jobs", "Copy details")
        case JobVerb.DISMISS:
            return translate("Jobs", "Remove from the list")


def _with_price(words: str, view: JobView) -> str:
    dollars = view.summary.estimate.dollars
    if dollars is None:
        return words
    return translate("Jobs", "{words} (≈ {dollars})").format(words=words, dollars=format_dollars(dollars))


def say_row(view: JobView, now_s: float, *, is_paused: bool, is_asked: bool) -> str:
    """The state in words, or what is asked before a job is cancelled whose request has left."""
    if is_asked:
        return translate(
            "Jobs", "The request has left. If you stop waiting, its picture is lost, and it may be charged."
        )
    said = say_progress(view, now_s, is_paused=is_paused)
    if surprises := say_surprises(view):
        return "\n".join((said, *surprises))
    if view.state is JobState.REJECTED and view.problem is not None and view.problem.detail:
        said += "\n" + say_detail(view.problem._replace(detail=_shorten(view.problem.detail)))
    return said


def say_surprises(view: JobView) -> list[str]:
    """In what the answer is not what was asked for: how many pictures, and of what size."""
    said = []
    if len(view.results) > 1:
        count = QLocale().toString(len(view.results))
        said.append(translate("Jobs", "Asked for 1 picture, got {count}; all are kept.").format(count=count))
    if view.missing_count:
        count = QLocale().toString(view.missing_count)
        said.append(
            translate("Jobs", "Pictures of the answer that could not be kept: {count}.").format(count=count)
        )
    others = dict.fromkeys(say_other_size(result) for result in view.results if not result.is_as_asked)
    return [*said, *others]


def _shorten(detail: str) -> str:
    """The other side's own words, in a row; whole in the tooltip and in the copied details."""
    return detail if len(detail) <= _DETAIL_CHARACTERS else detail[: _DETAIL_CHARACTERS - 1] + "…"


def build_buttons(view: JobView, *, is_asked: bool) -> tuple[RowButton, ...]:
    verbs = (JobVerb.KEEP_WAITING, JobVerb.STOP_WAITING) if is_asked else find_verbs(view)
    return tuple(RowButton(verb, say_verb(verb, view), verb in _SAFE) for verb in verbs)


def describe_job(view: JobView, now_s: float) -> list[str]:
    """For the tooltip and the clipboard: all that is known, with the other side's own words and its ids."""
    from turbo_studio.core.sources import Note  # late, for the start-up

    lines = [say_title(view), say_progress(view, now_s)]
    if view.problem is not None:
        lines.append(say_detail(view.problem))
    lines += say_surprises(view)
    lines += [say_note(Note(note)) for note in view.notes]
    if view.request_ids:
        lines.append(translate("Jobs", "Request: {ids}").format(ids=", ".join(view.request_ids)))
    if view.kept_answer is not None:
        lines.append(translate("Jobs", "Kept answer: {path}").format(path=view.kept_answer))
    return [line for line in lines if line]


def format_duration(duration_s: float) -> str:
    """``34 s``, and ``2 min 05 s`` from a minute on."""
    whole_s = max(0, int(duration_s))
    if whole_s < 60:
        return translate("Jobs", "{seconds} s").format(seconds=QLocale().toString(whole_s))
    return translate("Jobs", "{minutes} min {seconds} s").format(
        minutes=QLocale().toString(whole_s // 60), seconds=f"{whole_s % 60:02}"
    )
