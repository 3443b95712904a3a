"""HTTP byte by byte, for requests that no client would send."""

import json
import socket
from dataclasses import dataclass
from http.client import HTTPMessage, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/chime/aws4_request, "
    "SignedHeaders=host, Signature=0"
)
"""An Authorization header for Amazon Chime; nobody checks the signature itself."""


@dataclass(frozen=True)
class RawRequest:
    """A request, good or bad; all text is sent as Latin-1.

    Attributes:
        signed: Whether it says by its signature that it is for Amazon Chime.
        chunked: Whether the body stands as it is behind ``Transfer-Encoding: chunked``;
            else its length goes before it.
    """

    method: str
    target: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Host", "localhost"),)
    version: str = "HTTP/1.1"
    signed: bool = True
    chunked: bool = False

    def to_bytes(self) -> bytes:
        """Return what goes over the wire."""
        headers = list(self.headers)
        if self.signed:
            headers.append(("Authorization", SIGNATURE))
        if self.chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        elif "Content-Length" not in dict(headers):
            headers.append(("Content-Length", str(len(self.body))))
        lines = [f"{self.method} {self.target} {self.version}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True)
class RawAnswer:
    """A response as it came."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def document(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


def exchange(url: str, request: RawRequest) -> RawAnswer:
    """Send a request on a connection of its own, and return the answer.

    After the request, the sending side is closed: nothing more will come.
    """
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(request.to_bytes())
        connection.shutdown(socket.SHUT_WR)
        response = HTTPResponse(connection, method=request.method)
        response.begin()
        with response:
            return RawAnswer(response.status, response.headers, response.read())
