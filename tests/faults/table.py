"""Tables of faults: what a request meets, how its job must end, and how often the gateway may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults import tally
from tests.faults.bench import build_edit, build_generation
from turbo_studio.core.facts import JobCancelled, JobFailed, JobSucceeded
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.faults.bench import Bench, JobEnd
    from tests.faults.case_gateway import Case, CaseGateway
    from tests.helpers.hostile_server import Behaviour
    from turbo_studio.core.sources import Source

KINDS = ("generate", "edit")


@dataclass(frozen=True, slots=True)
class Expected:
    """How a job may end. Where several states are named, servers and systems differ, and each is sound."""

    states: frozenset[JobState]
    charged: Charged = Charged.MAYBE
    codes: frozenset[ProblemCode] = frozenset()
    """Empty where the table does not care."""

    def find_faults(self, end: JobEnd) -> list[str]:
        state, charged, code = read_end(end)
        said = []
        if state not in self.states:
            said.append(f"ends as {state} ({code}), not {sorted(self.states)}")
        if isinstance(end, JobFailed) and charged is not self.charged:
            said.append(f"charged: {charged}, not {self.charged} ({code})")
        if isinstance(end, JobFailed) and self.codes and code not in self.codes:
            said.append(f"said as {code}, not {sorted(self.codes)}")
        return said


def read_end(end: JobEnd) -> tuple[JobState, Charged, ProblemCode | None]:
    match end:
        case JobSucceeded():
            return JobState.DONE, Charged.YES, None
        case JobCancelled(charged=charged):
            return JobState.CANCELLED, charged, None
        case JobFailed(state=state, charged=charged, problem=problem):
            return state, charged, problem.code


def ends_as(*states: JobState, charged: Charged, codes: Iterable[ProblemCode] = ()) -> Expected:
    return Expected(frozenset(states), charged, frozenset(codes))


DONE = ends_as(JobState.DONE, charged=Charged.YES)
LOST = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE, codes=[ProblemCode.CONNECTION_LOST])
LATE = ends_as(JobState.UNKNOWN, charged=Charged.MAYBE, codes=[ProblemCode.DEADLINE_PASSED])
CUT = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[ProblemCode.ANSWER_CUT])
CUT_LATE = ends_as(JobState.UNUSABLE, charged=Charged.YES, codes=[ProblemCode.DEADLINE_PASSED])


@dataclass(frozen=True, slots=True)
class Row:
    """One fault of the catalogue; its name begins with the number there."""

    name: str
    behaviour: Behaviour
    expected: Expected
    posts_max: int = 1
    """More than one for what may be sent again by itself."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Sent:
    row: Row
    kind: str
    case: Case


def send_rows(
    bench: Bench,
    gateway: CaseGateway,
    rows: Iterable[Row],
    sources: Sequence[Source],
    kinds: Iterable[str] = KINDS,
    prompt: str = "",
) -> list[Sent]:
    """Submit each row once a kind, all at once, no two prompts alike. A long prompt makes a long upload."""
    sent = [Sent(row, kind, gateway.open_case(row.behaviour)) for row in rows for kind in kinds]
    for each in sent:
        text = f"{each.row.name} {each.kind} {each.case.name} {prompt}"
        request = build_generation(text) if each.kind == "generate" else build_edit(sources, text)
        bench.submit(request, each.case.name)
    return sent


def find_faults(bench: Bench, sent: Sequence[Sent]) -> list[str]:
    """Wait until all have ended, and say what is not as it must be."""
    said = [f"{each.row} ({each.kind}): {fault}" for each in sent for fault in _judge(bench, each)]
    done = sum(isinstance(bench.ends_of(each.case.name)[0], JobSucceeded) for each in sent)
    names = {each.case.name for each in sent}
    saved = sum(result.provenance.job_id in names for result in bench.fetch_results())
    if saved != done:
        said.append(f"{done} are done, and {saved} in the gallery")
    cases = [each.case for each in sent]
    tally.count_requests(
        len(cases), sum(len(case.requests) for case in cases), sum(case.complete_posts for case in cases)
    )
    tally.count_losses(said)
    return said


def _judge(bench: Bench, sent: Sent) -> list[str]:
    end, case = bench.wait_for_end(sent.case.name), sent.case
    said = sent.row.expected.find_faults(end)
    if len(bench.ends_of(case.name)) != 1:
        said.append(f"{len(bench.ends_of(case.name))} ends")
    if len(case.requests) > sent.row.posts_max:
        said.append(f"{len(case.requests)} POSTs")
    if sum(request.is_complete for request in case.requests[:-1]) and sent.row.posts_max == 1:
        said.append("a complete POST before the last")
    return said
