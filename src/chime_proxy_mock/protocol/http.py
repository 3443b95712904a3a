"""HTTP messages, free of any framework."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit


class Headers(Protocol):
    """Request headers by name in any case; what werkzeug, botocore and requests have."""

    def get(self, key: str, /) -> Any:
        """Return the header's value, or None."""

    def items(self) -> Iterable[tuple[str, Any]]:
        """Return all names and values."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came.

    Attributes:
        method: In upper case.
        host: Host name, perhaps with a port.
        path: Path, still percent-encoded, so that ``%2F`` in an id is not a slash.
        query: Query string, still percent-encoded.
        headers: All headers.
        body: The whole body.
    """

    method: str
    host: str
    path: str
    query: str
    headers: Headers
    body: bytes

    @classmethod
    def from_url(cls, method: str, url: str, headers: Headers, body: Any) -> "Request":
        """Return the request that a client is about to send.

        Args:
            method: HTTP method.
            url: Absolute URL.
            headers: All headers.
            body: Bytes, text, a file, or None.
        """
        parts = urlsplit(url)
        content = body.read() if hasattr(body, "read") else body or b""
        if isinstance(content, str):
            content = content.encode()
        return cls(method, parts.netloc, parts.path, parts.query, headers, content)

    @classmethod
    def from_environ(cls, environ: Mapping[str, Any], headers: Headers, body: bytes) -> "Request":
        """Return the request that a WSGI server has received."""
        # PATH_INFO is percent-decoded, which would turn %2F into a slash.
        target = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
        if "://" in target.partition("?")[0]:
            target = urlsplit(target)._replace(scheme="", netloc="").geturl()
        return cls(
            method=environ["REQUEST_METHOD"],
            host=environ.get("HTTP_HOST", ""),
            path=target.partition("?")[0],
            query=environ.get("QUERY_STRING", ""),
            headers=headers,
            body=body,
        )


class Response(NamedTuple):
    """An answer.

    Attributes:
        status: HTTP status.
        headers: All headers.
        body: The body, or what of it is sent.
        is_cut_off: Whether the connection closes after `body`, before all of it is sent;
            with an empty body, before anything is sent.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    is_cut_off: bool = False
