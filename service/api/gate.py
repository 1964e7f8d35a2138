"""What stands before the app: its own address only, requests of at most 1 MiB, and nothing kept in caches."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import spoken, told_answer

LARGEST_BODY = 1 << 20
"""Bytes."""

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names that a caller may use: a web page elsewhere that points its own name at this machine is refused."""


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the whole body read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        said = spoken(headers.get("accept-language"))
        if _name(headers.get("host", "")) not in HOSTS:
            await told_answer(400, "host_refused", said)(scope, receive, send)
            return
        body = await self._body(headers, receive)
        if body is None:
            await told_answer(413, "request_too_large", said)(scope, receive, _uncached(send))
            return
        await self.app(scope, _replayed(body, receive), _uncached(send))

    async def _body(self, headers: Headers, receive: Receive) -> bytes | None:
        """The body; None when it is, or says that it is, too large."""
        told = headers.get("content-length", "0")
        if not told.isdecimal() or int(told) > self.largest:
            return None
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.largest:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return bytes(body)


def _name(host: str) -> str:
    """The host without its port, in small letters."""
    host = host.lower()
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body in one piece, then whatever else comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _uncached(send: Send) -> Send:
    """Answers are about people: no cache keeps them."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["cache-control"] = "no-store"
            headers["x-content-type-options"] = "nosniff"
        await send(message)

    return marked
