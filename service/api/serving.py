"""Run the app on this machine."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from recommender.cpr import mask
from recommender.errors import Cause, RequestFaulty, cause
from service.console import tell
from service.usecases.opening import Opened

THIS_MACHINE = "127.0.0.1"
HIGHEST_PORT = 65_535


@contextlib.contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on this machine; RequestFaulty for another host, or a port that is taken or cannot be."""
    _require_this_machine(host)
    if not 0 <= port <= HIGHEST_PORT:
        raise RequestFaulty(
            f"--port {port} is no port; choose one from 1024 to {HIGHEST_PORT}",
            f"--port {port} er ikke en port; vælg en fra 1024 til {HIGHEST_PORT}",
        )
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            own.bind((THIS_MACHINE, port))
        except OSError as error:
            raise _taken(port, cause(error)) from error
        yield own


def serve_on(own: socket.socket, opened: Opened) -> None:
    """Answer on the socket until interrupted; says where, and that there are no logins yet."""
    import uvicorn

    from service.api.app import create_app

    opened.recommender.prepare(date.today())  # here, and not while the first caller waits
    app = create_app(opened.recommender, synthetic=opened.synthetic)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    own.listen()
    address = f"http://{THIS_MACHINE}:{own.getsockname()[1]}"
    tell(
        f"Serving on {address} (see {address}/openapi.json; stop with Ctrl+C).\n"
        "There are no logins yet, and so it listens on this machine only.",
        f"Svarer på {address} (se {address}/openapi.json; stop med Ctrl+C).\n"
        "Der er endnu ikke login, og derfor lytter den kun på denne maskine.",
    )
    uvicorn.Server(config).run(sockets=[own])


def demo_folder() -> Path:
    """The demo municipality beside the packages."""
    return Path(__file__).resolve().parents[2] / "data" / "demo"


def _require_this_machine(host: str) -> None:
    if host not in (THIS_MACHINE, "localhost"):
        shown = mask(host)[:60]
        raise RequestFaulty(
            f"--host '{shown}' is refused: there are no logins yet, so only {THIS_MACHINE} may be served",
            f"--host '{shown}' afvises: der er endnu ikke login, så der må kun svares på {THIS_MACHINE}",
        )


def _taken(port: int, why: Cause) -> RequestFaulty:
    return RequestFaulty(
        f"port {port} cannot be used ({why.en}); choose another with --port",
        f"port {port} kan ikke bruges ({why.da}); vælg en anden med --port",
    )
