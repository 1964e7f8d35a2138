"""Wire types: what the HTTP interface takes and gives, in the contract's words."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

MOST_SUGGESTIONS = 1_000
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
