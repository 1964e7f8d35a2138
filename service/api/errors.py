"""Every error in one form: `{"error": {"code", "message", "faults"}}`; what was typed is never repeated unmasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from recommender.cpr import mask
from recommender.errors import SHOWN_FAULTS, DatasetFaulty, Language, OpgaveError, language

HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "request_too_large"}
"""Faults of the call itself → wire code."""

TOLD: dict[str, tuple[str, str]] = {
    "bad_request": ("the request cannot be read; send JSON in UTF-8", "kaldet kan ikke læses; send JSON i UTF-8"),
    "not_found": ("there is no such address; see /openapi.json", "adressen findes ikke; se /openapi.json"),
    "method_not_allowed": (
        "the address does not take that method; see /openapi.json",
        "adressen tager ikke den metode; se /openapi.json",
    ),
    "request_too_large": (
        "the request is larger than 1 MiB; send one opening at a time",
        "kaldet er større end 1 MiB; send én jobåbning ad gangen",
    ),
    "host_refused": (
        "the service answers to 127.0.0.1 and localhost only",
        "tjenesten svarer kun på 127.0.0.1 og localhost",
    ),
    "request_invalid": ("the request is not as it should be", "kaldet er ikke, som det skal være"),
    "internal_error": ("a fault of ours; the log has it", "en fejl hos os; den står i loggen"),
}

DANISH_FAULTS = {
    "missing": "mangler",
    "extra_forbidden": "kendes ikke; fjern feltet",
    "json_invalid": "er ikke gyldig JSON",
    "string_type": "skal være tekst",
    "string_too_short": "må ikke være tom",
    "string_too_long": "er for lang",
    "int_type": "skal være et helt tal",
    "float_type": "skal være et tal",
    "greater_than": "er for lille",
    "greater_than_equal": "er for lille",
    "less_than_equal": "er for stor",
    "dict_type": "skal være et objekt: {…}",
    "date_type": "skal være en dato som 2026-11-21",
    "date_from_datetime_parsing": "skal være en dato som 2026-11-21",
    "model_attributes_type": "skal være et objekt: {…}",
}
"""Kinds of pydantic's faults → Danish; any other is told in English."""

LONGEST_FIELD = 100


def handle_errors(app: FastAPI) -> None:
    """Let the app answer every error in that form."""
    app.add_exception_handler(OpgaveError, _of_ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unexpected)


def spoken(accepted: str | None) -> Language:
    """The language of an `Accept-Language` header, else that of the environment."""
    first = (accepted or "").strip().lower()[:2]
    return "da" if first == "da" else "en" if first == "en" else language()


def error_answer(status: int, code: str, message: str, faults: Sequence[dict[str, Any]] = ()) -> JSONResponse:
    """The error as JSON; letters that UTF-8 lacks become `?`."""
    body = {"error": {"code": code, "message": _clean(message), "faults": list(faults)}}
    return JSONResponse(body, status_code=status)


def told_answer(status: int, code: str, said: Language) -> JSONResponse:
    """An error with the sentence that belongs to its code."""
    en, da = TOLD[code]
    return error_answer(status, code, da if said == "da" else en)


def fault(
    message: str, *, file: str | None = None, line: int | None = None, field: str | None = None
) -> dict[str, Any]:
    """One fault in the answer's form."""
    return {"file": file, "line": line, "field": None if field is None else _clean(field), "message": _clean(message)}


def _of_ours(request: Request, error: Exception) -> JSONResponse:
    said = _language(request)
    if isinstance(error, DatasetFaulty):
        shown = error.faults[:SHOWN_FAULTS]
        faults = [fault(f.da if said == "da" else f.en, file=f.file, line=f.line, field=f.field) for f in shown]
        count = len(error.faults)
        message = f"{count} fejl; de står i faults" if said == "da" else f"{count} faults; they stand in faults"
        return error_answer(error.http_status, error.code, message, faults)
    if not isinstance(error, OpgaveError):
        raise error
    return error_answer(error.http_status, error.code, error.told(said))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    said = _language(request)
    en, da = TOLD["request_invalid"]
    faults = [_validation_fault(one, said) for one in error.errors()[:SHOWN_FAULTS]]
    return error_answer(422, "request_invalid", da if said == "da" else en, faults)


def _of_http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = HTTP_CODES.get(error.status_code, "bad_request")
    answer = told_answer(error.status_code, code, _language(request))
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    """A bug: told without its details, which uvicorn logs."""
    return told_answer(500, "internal_error", _language(request))


def _validation_fault(one: dict[str, Any], said: Language) -> dict[str, Any]:
    """The place and pydantic's sentence; never the value. A key that was typed is shown masked and cut."""
    kind = str(one["type"])
    place = [str(part) for part in one["loc"][1:]] if kind != "json_invalid" else []
    field = mask(".".join(place))[:LONGEST_FIELD] or None
    english = "is not valid JSON" if kind == "json_invalid" else str(one["msg"])
    return fault(DANISH_FAULTS.get(kind, english) if said == "da" else english, field=field)


def _language(request: Request) -> Language:
    return spoken(request.headers.get("accept-language"))


def _clean(text: str) -> str:
    return mask(text).encode("utf-8", "replace").decode()
