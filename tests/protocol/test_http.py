"""Requests as botocore sends them and as a WSGI server receives them."""

from io import BytesIO, StringIO
from typing import Any

import pytest

from chime_proxy_mock.protocol.http import Request

HEADERS = {"Host": "example.org"}


def environ(**variables: str) -> dict[str, str]:
    """Return the WSGI environment of a request for a listing."""
    defaults = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/voice-connectors/a/b",
        "QUERY_STRING": "status=Open",
        "HTTP_HOST": "localhost:5000",
    }
    return defaults | variables


def test_url_is_taken_apart() -> None:
    """Host, path and query come from the URL, still percent-encoded."""
    request = Request.from_url(
        "GET",
        "https://chime.us-east-1.amazonaws.com:443/voice-connectors/a%2Fb?status=Op%65n#end",
        HEADERS,
        b"body",
    )

    assert (
        Request(
            method="GET",
            host="chime.us-east-1.amazonaws.com:443",
            path="/voice-connectors/a%2Fb",
            query="status=Op%65n",
            headers=HEADERS,
            body=b"body",
        )
        == request
    )


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (None, b""),
        (b"", b""),
        ("", b""),
        (b"\xff", b"\xff"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}", b"\xc3\xa9"),
        (BytesIO(b"file"), b"file"),
        (StringIO("text file"), b"text file"),
        (bytearray(b"array"), b"array"),
    ],
    ids=["nothing", "empty", "empty-text", "bytes", "text", "file", "text-file", "array"],
)
def test_body_may_have_any_form_that_clients_send(body: Any, content: bytes) -> None:
    """Bytes, text and files become bytes; text is UTF-8."""
    request = Request.from_url("POST", "https://localhost/", HEADERS, body)

    assert content == request.body


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        pytest.param({}, "/voice-connectors/a/b", id="only-the-decoded-path"),
        pytest.param(
            {"RAW_URI": "/voice-connectors/a%2Fb?x=1"}, "/voice-connectors/a%2Fb", id="gunicorn"
        ),
        pytest.param(
            {"REQUEST_URI": "/voice-connectors/a%2Fb"}, "/voice-connectors/a%2Fb", id="mod_wsgi"
        ),
        pytest.param(
            {"RAW_URI": "http://localhost:5000/voice-connectors/a%2Fb?x=1"},
            "/voice-connectors/a%2Fb",
            id="absolute",
        ),
        pytest.param({"RAW_URI": "http://localhost:5000?x=1"}, "", id="absolute-without-path"),
        pytest.param(
            {"RAW_URI": "/voice-connectors/a?next-token=http://b"},
            "/voice-connectors/a",
            id="url-in-the-query",
        ),
        pytest.param(
            {"RAW_URI": "/voice-connectors/http://a"},
            "/voice-connectors/http://a",
            id="url-in-the-path",
        ),
    ],
)
def test_path_is_the_one_that_was_sent(variables: dict[str, str], path: str) -> None:
    """The path comes from where the server keeps it encoded, if it does."""
    request = Request.from_environ(environ(**variables), HEADERS, b"")

    assert path == request.path


def test_environment_is_taken_apart() -> None:
    """Method, host and query come from the WSGI environment."""
    request = Request.from_environ(environ(), HEADERS, b"body")

    assert (
        Request(
            method="GET",
            host="localhost:5000",
            path="/voice-connectors/a/b",
            query="status=Open",
            headers=HEADERS,
            body=b"body",
        )
        == request
    )


def test_host_may_be_missing() -> None:
    """HTTP/1.0 needs no Host header."""
    variables = environ()
    del variables["HTTP_HOST"]

    request = Request.from_environ(variables, HEADERS, b"")

    assert request.host == ""
