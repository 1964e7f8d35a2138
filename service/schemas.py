"""Wire types: what the HTTP interface takes and gives, in the contract's words."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

MOST_SUGGESTIONS = 1_000
MOST_CHANGES = 100
FARTHEST_KM = 1_000.0
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"
LONGEST_ID = 200


def _only_text(value: Any) -> Any:
    """A number would otherwise be read as seconds since 1970."""
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "Input should be a date as text, like 2026-11-21")
    return value


Id = Annotated[StrictStr, Field(min_length=1, max_length=LONGEST_ID)]
Day = Annotated[date, BeforeValidator(_only_text)]


class Wire(BaseModel):
    """Whatever is sent or received: keys that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SuggestionsRequest(Wire):
    """Exactly one of `task_id`, `opening_id`, `citizen_id` and `opening`."""

    task_id: Id | None = Field(None, description="Who could do this task of the dataset?")
    opening_id: Id | None = Field(None, description="Who could do each of the tasks of this opening of the dataset?")
    citizen_id: Id | None = Field(None, description="Which open tasks could this citizen do?")
    opening: dict[str, JsonValue] | None = Field(
        None,
        description="An opening in the contract's form, as straight after a walkthrough, with `company_id` of the "
        "dataset or a `company` in the contract's form. Ids, `status` and `created_on` may be left out: tasks are "
        "then named ny-1, ny-2 … in their order.",
    )
    k: StrictInt = Field(10, ge=1, le=MOST_SUGGESTIONS, description="Suggestions for each task.")
    as_of: Day | None = Field(None, description="The day of asking; today when left out.")


class Reason(Wire):
    """One term of the score."""

    code: str
    text: str = Field(description="Danish.")
    contribution: float = Field(description="To the logit; all reasons with `base` add up to the logit of the score.")


class Question(Wire):
    """Something unknown that a person must ask before a match."""

    code: str
    text: str = Field(description="Danish.")
    of: Literal["citizen", "company"]


class ModelVersions(Wire):
    """What made a suggestion."""

    encoder: str
    ranker: str
    rules: str


class Suggestion(Wire):
    """One ranked pair of a task and a citizen."""

    task_id: str
    citizen_id: str
    rank: int = Field(ge=1)
    score: float = Field(ge=0, le=1)
    verdict: Literal["fits", "adapt", "near_miss"]
    reasons: list[Reason]
    questions: list[Question]
    opens_with: list[str] = Field(description="For a near miss: what would open it. Danish.")
    model: ModelVersions


class SuggestionsAnswer(Wire):
    """Suggestions, for an opening task by task, each with its own ranks."""

    as_of: date
    synthetic: bool = Field(description="Whether the people of the dataset are invented.")
    suggestions: list[Suggestion]


class ChangesRequest(Wire):
    """Exactly one of `task_id`, `opening_id`, `citizen_id` and `opening`."""

    task_id: Id | None = Field(None, description="Which one change would open this task to most good candidates?")
    opening_id: Id | None = Field(None, description="The same over all tasks of this opening.")
    citizen_id: Id | None = Field(None, description="Which one change would open most good tasks to this citizen?")
    opening: dict[str, JsonValue] | None = Field(
        None, description="An opening as straight after a walkthrough; in the form that `/v1/suggestions` takes."
    )
    k: StrictInt = Field(5, ge=1, le=MOST_CHANGES, description="Changes to tell.")
    as_of: Day | None = Field(None, description="The day of asking; today when left out.")


class OpenedPair(Wire):
    """A pair that a change makes possible."""

    task_id: str
    citizen_id: str
    score: float = Field(ge=0, le=1, description="After the change.")
    verdict: Literal["fits", "adapt"] = Field(description="After the change.")


class Change(Wire):
    """One change, and everything that it opens."""

    kind: Literal["adaptation", "split", "day", "window", "hours", "course", "hours_day", "distance"]
    code: str = Field(
        description="Which: an adaptation, a course, a day, minutes earlier (`-60`) or later (`+60`), hours or km."
    )
    of: str = Field(description="Id of the task, the company or the citizen that it is a change of.")
    text: str = Field(description="Danish: the change, and how many it opens for.")
    opened: list[OpenedPair] = Field(description="The best score first.")
    good: int = Field(ge=0, description="How many citizens or tasks come in with a score of 0.5 or more.")


class ChangesAnswer(Wire):
    """Changes, those that open most good matches first; what opens nothing is not told."""

    as_of: date
    synthetic: bool = Field(description="Whether the people of the dataset are invented.")
    changes: list[Change]


class JobsRequest(Wire):
    """For whom tasks are put together."""

    citizen_id: Id = Field(description="For whom?")
    near_km: float | None = Field(
        None,
        strict=True,
        gt=0,
        le=FARTHEST_KM,
        description="Jobs over two companies so near each other too; one company when left out.",
    )
    as_of: Day | None = Field(None, description="The day of asking; today when left out.")


class JobTask(Wire):
    """A task in a small job, with as much of it as the citizen takes."""

    task_id: str
    opening_id: str
    company_id: str
    title: str
    hours: float = Field(gt=0, description="A week, in this job.")
    of_hours: float = Field(gt=0, description="A week, in the whole task.")
    done_by: str | None = Field(description="Who does it today.")
    score: float = Field(ge=0, le=1, description="Of the task alone.")
    verdict: Literal["fits", "adapt", "near_miss"] = Field(description="Of the task alone.")


class WeekPart(Wire):
    """One stretch of work in the week."""

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    task_id: str
    start: str = Field(pattern=CLOCK, description="`HH:MM`.")
    end: str = Field(pattern=CLOCK, description="`HH:MM`, up to `24:00`.")


class Freed(Wire):
    """Who is set free."""

    done_by: str
    hours: float = Field(gt=0, description="A week.")


class SmallJob(Wire):
    """Tasks that one citizen could do together, with the week drawn up."""

    citizen_id: str
    tasks: list[JobTask]
    week: list[WeekPart]
    hours: float = Field(gt=0, description="A week.")
    contract_types: dict[str, list[str]] = Field(description="Company → what its part of the job can be held under.")
    frees: list[Freed] = Field(description="Whose hours it sets free, most first.")
    value: float = Field(description="What was maximised: score × hours, less what tasks, days and thin days cost.")
    status: Literal["optimal", "time_limit"] = Field(description="`time_limit`: a better one may exist.")
    gap: float = Field(ge=0, description="How far above `value` the best could be, as a share of it; 0 when optimal.")
    text: str = Field(description="Danish: the tasks, the hours and the week.")
    frees_text: str = Field(description="Danish: whose hours it sets free.")
    short_text: str = Field(
        description="Danish: that the hours are below the citizen's least; empty where they are not."
    )


class JobsAnswer(Wire):
    """At most five small jobs, the best first."""

    as_of: date
    synthetic: bool = Field(description="Whether the people of the dataset are invented.")
    time_limit_s: float = Field(description="Seconds that each search for a job may take.")
    jobs: list[SmallJob]
    unsettled: list[list[str]] = Field(description="Openings whose search ran out of time before it found a job.")


class TaskAnswer(Wire):
    """A task where it stands."""

    task: dict[str, JsonValue]
    opening_id: str
    company: dict[str, JsonValue]


class OpeningAnswer(Wire):
    """An opening with its tasks."""

    opening: dict[str, JsonValue]
    company: dict[str, JsonValue]


class CitizenAnswer(Wire):
    """A citizen's working profile."""

    citizen: dict[str, JsonValue]


class Health(Wire):
    """That the service answers, with what."""

    status: Literal["ok"]
    synthetic: bool
    model: ModelVersions
    counts: dict[str, int]


class FaultTold(Wire):
    """One fault of a request or of a file."""

    file: str | None = Field(None, description="`request` for an opening that was sent.")
    line: int | None = None
    field: str | None = None
    message: str


class ErrorTold(Wire):
    """What went wrong, and every fault of it."""

    code: str
    message: str
    faults: list[FaultTold]


class ErrorAnswer(Wire):
    """The form of every error."""

    error: ErrorTold
