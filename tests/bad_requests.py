"""Requests that are bad in one way each, with the answers that they should get."""

import json
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from tests.raw_http import RawRequest

NO_JSON = "The request body is not valid JSON"
NO_BODY = "The request body is broken or too long"
NO_CONTENT = "2 validation errors detected: Value at 'name' failed to satisfy constraint"
HOST = ("Host", "localhost")
LONG_ID = "a" * 50_000


class BadRequest(NamedTuple):
    """A bad request, the status of its answer, and the gist of the answer's message.

    Without a signature, some requests would be for another service of moto's.
    """

    request: RawRequest
    status: int
    message: str
    only_signed: bool = False


def _creation(body: bytes, message: str, **more: Any) -> BadRequest:
    """Return a request to create a connector whose body is bad."""
    return BadRequest(RawRequest("POST", "/voice-connectors", body, **more), 400, message)


def _document(message: str, **members: object) -> BadRequest:
    """Return a request to create a connector some of whose members are bad."""
    document = {"Name": "second", "RequireEncryption": True, **members}
    return _creation(json.dumps(document).encode(), message)


def _empty(*headers: tuple[str, str], message: str = NO_CONTENT, **more: Any) -> BadRequest:
    """Return a request to create a connector without content, with these headers alone."""
    return _creation(b"{}", message, headers=headers, **more)


def _typed(content_type: str, body: bytes) -> BadRequest:
    """Return a request to create a connector whose body is of another type."""
    return _creation(body, NO_JSON, headers=(HOST, ("Content-Type", content_type)))


def _chunked(body: bytes, message: str = NO_BODY) -> BadRequest:
    """Return a request to create a connector whose body comes in chunks."""
    return _creation(body, message, chunked=True)


def _get(target: str, status: int, message: str, *, only_signed: bool = False) -> BadRequest:
    return BadRequest(RawRequest("GET", target), status, message, only_signed)


def _method(method: str, target: str, message: str) -> BadRequest:
    return BadRequest(RawRequest(method, target), 405, message)


_BAD_REQUESTS = {
    # The document
    "cut-json": _creation(b'{"Name":', NO_JSON),
    "no-utf8": _creation(b'{"Name":"\xff"}', NO_JSON),
    "nul": _creation(b"\x00", NO_JSON),
    "deep": _creation(b'{"Name":' + b"[" * 100_000, NO_JSON),
    "huge-integer": _creation(b"9" * 10_000, NO_JSON),
    "megabytes-of-nothing": _creation(b"x" * 5_000_000, NO_JSON),
    "list": _creation(b"[]", "The request body is not a JSON object"),
    "megabytes-of-name": _document("have length less than or equal to 256", Name="x" * 5_000_000),
    "many-tags": _document("length less than or equal to 50", Tags=[{"Key": "a"}] * 100_000),
    "wrong-type": _document("must be of type boolean", RequireEncryption="yes"),
    "form": _typed("application/x-www-form-urlencoded", b"Name=second"),
    "multipart": _typed("multipart/form-data; boundary=x", b"--x"),
    "zip": _creation(b"\x1f\x8b\x08", NO_JSON, headers=(HOST, ("Content-Encoding", "gzip"))),
    # How the document comes
    "empty-chunked": _chunked(b"2\r\n{}\r\n0\r\n\r\n", NO_CONTENT),
    "chunk-without-length": _chunked(b"zz\r\n{}\r\n0\r\n\r\n"),
    "chunk-of-negative-length": _chunked(b"-2\r\n{}\r\n0\r\n\r\n"),
    "chunk-cut": _chunked(b"ff\r\n{}"),
    "endless-chunk-cut": _chunked(b"ffffffffffffffff\r\n{}", "The request body is"),
    "chunks-without-end": _chunked(b"2\r\n{}\r\n"),
    "body-cut": _empty(HOST, ("Content-Length", "100"), message=NO_BODY),
    "endless-body-cut": _empty(HOST, ("Content-Length", "9" * 30), message=NO_BODY),
    "body-too-long": _creation(b" " * 11_000_000, NO_BODY),
    "length-that-is-no-number": _empty(HOST, ("Content-Length", "two")),
    "negative-length": _empty(HOST, ("Content-Length", "-2")),
    # The rest of the head
    "no-host": _empty(),
    "strange-host": _empty(("Host", "[[a b@/?\x01")),
    "http-1.0": _empty(version="HTTP/1.0"),
    "strange-account": _empty(HOST, ("x-moto-account-id", "../\xff")),
    "strange-agent": _empty(HOST, ("User-Agent", "\x80 region/xx-nowhere-9")),
    # The path
    "empty-id": _get("/voice-connectors/", 400, "'voiceConnectorId' failed to satisfy"),
    "blank-id": _get("/voice-connectors/%20", 400, "'voiceConnectorId' failed to satisfy"),
    "long-id": _get(f"/voice-connectors/{LONG_ID}", 400, "length less than or equal to 128"),
    "nul-in-the-id": _get("/voice-connectors/%00", 404, "VoiceConnector with Id '\x00'"),
    "slash-in-the-id": _get("/voice-connectors/a%2Fb", 404, "VoiceConnector with Id 'a/b'"),
    "snowman": _get("/voice-connectors/%E2%98%83", 404, "VoiceConnector with Id '\N{SNOWMAN}'"),
    "bare-bytes": _get("/voice-connectors/\xe9\x00", 404, "Could not find VoiceConnector"),
    "path-without-utf8": _get("/voice-connectors/%FF", 400, "The path is not valid UTF-8"),
    "half-percent": _get("/voice-connectors/%", 404, "VoiceConnector with Id '%'"),
    "dots": _get("/voice-connectors/../voice-connectors", 404, "has no path"),
    "deeper": _get("/voice-connectors/a/proxy-sessions/b/c", 404, "has no path"),
    "root": _get("/", 404, "has no path '/'", only_signed=True),
    "slash-in-the-collection": _get("/voice-connectors%2Fa", 404, "no path", only_signed=True),
    "only-bytes": _get("/%FF", 400, "The path is not valid UTF-8", only_signed=True),
    "proxy-request": _get("http://example.org/a", 404, "has no path '/a'", only_signed=True),
    # The query
    "query-without-utf8": _get(
        "/voice-connectors?next-token=%FF", 400, "The query string cannot be read"
    ),
    "repeated-parameter": _get(
        "/voice-connectors?max-results=1&max-results=0", 400, "greater than or equal to 1"
    ),
    "huge-number": _get(
        f"/voice-connectors?max-results={'9' * 20_000}", 400, "must be of type integer"
    ),
    "long-token": _get(
        f"/voice-connectors?next-token={'A' * 60_000}", 400, "NextToken is not valid"
    ),
    # The method
    "options": _method("OPTIONS", "/voice-connectors", "does not take OPTIONS, only GET, POST"),
    "trace": _method("TRACE", "/voice-connectors", "does not take TRACE, only GET, POST"),
    "patch": _method("PATCH", "/voice-connectors/a", "does not take PATCH, only DELETE, GET, PUT"),
    "made-up": _method("BREW", "/voice-connectors", "does not take BREW, only GET, POST"),
    "small": _method("get", "/voice-connectors", "does not take get, only GET, POST"),
    "everything": BadRequest(RawRequest("OPTIONS", "*"), 404, "has no path '*'", only_signed=True),
    "tunnel": BadRequest(RawRequest("CONNECT", "a:443"), 404, "no path 'a:443'", only_signed=True),
    "not-implemented": _get("/sip-rules", 501, "the operation ListSipRules", only_signed=True),
}

SIGNED_AND_UNSIGNED = [
    pytest.param(bad._replace(request=replace(bad.request, signed=signed)), id=f"{name}-{how}")
    for name, bad in _BAD_REQUESTS.items()
    for how, signed in (("signed", True), ("unsigned", False))
    if signed or not bad.only_signed
]
