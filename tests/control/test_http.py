"""The control API as other languages use it: plain HTTP and JSON."""

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from chime_proxy_mock import ControlError, connect
from chime_proxy_mock.server import ChimeServer

CONTROL_PATH = "/moto-api/chime/"


@pytest.fixture
def url(chime_server: ChimeServer) -> str:
    """The URL of the control API of a running server."""
    return chime_server.url + CONTROL_PATH


def test_a_post_runs_a_command(url: str) -> None:
    """The command is the path, its arguments are a JSON object."""
    answer = requests.post(url + "clock/freeze", json={"at": "2026-03-01T12:00:00Z"}, timeout=10)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {"now": "2026-03-01T12:00:00Z", "is_frozen": True}


def test_no_body_is_no_arguments(url: str) -> None:
    """A command without arguments needs no body."""
    answer = requests.post(url + "faults/clear", timeout=10)

    assert (answer.status_code, answer.json()) == (200, None)


def test_a_get_asks_what_only_reads(url: str) -> None:
    """Its arguments are the query."""
    requests.post(url + "state/seed", json={}, timeout=10)

    answer = requests.get(url + "journal/calls", params={"operation": "*"}, timeout=10)

    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "faults/inject", "{", "The body is not JSON: Input data was truncated"),
        ("POST", "faults/inject", "[" * 100_000, "The body is not JSON: "),
        ("POST", "faults/inject", "[]", "faults/inject: Expected `object`, got `array`"),
        (
            "POST",
            "faults/inject",
            "{}",
            "faults/inject: Object missing required field `operation`",
        ),
        (
            "POST",
            "faults/clear",
            '{"all": true}',
            "faults/clear: Object contains unknown field `all`",
        ),
        (
            "POST",
            "faults/injekt",
            "{}",
            "There is no command 'faults/injekt'; did you mean 'faults/inject'?",
        ),
        ("GET", "faults/clear", None, "faults/clear takes POST, not GET"),
        ("DELETE", "faults/list", None, "faults/list takes POST, not DELETE"),
        ("GET", "journal/calls?operation=%ff", None, "The query string cannot be read"),
        ("GET", "?after=%ff", None, "The query string cannot be read"),
    ],
)
def test_what_makes_no_sense_gets_a_400(
    url: str, method: str, path: str, body: str | None, message: str
) -> None:
    """The answer is JSON and says what was wrong."""
    answer = requests.request(method, url + path, data=body, timeout=10)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/json"
    assert message in answer.json()["error"]


def test_moto_reset_resets_it(chime_server: ChimeServer, url: str) -> None:
    """After moto's reset there are no faults and no limits, and it is now again."""
    requests.post(url + "clock/freeze", json={"at": "2020-01-01T00:00:00Z"}, timeout=10)
    requests.post(
        url + "faults/inject",
        json={"operation": "*", "error": "ServiceFailureException"},
        timeout=10,
    )
    requests.post(url + "limits/quota", json={"voice_connectors": 3}, timeout=10)

    requests.post(f"{chime_server.url}/moto-api/reset", timeout=10)

    assert requests.get(url + "faults/list", timeout=10).json() == []
    expected: dict[str, Any] = {"rates": [], "voice_connectors": None}
    assert requests.get(url + "limits/list", timeout=10).json() == expected
    assert requests.get(url + "clock/show", timeout=10).json()["is_frozen"] is False


def test_the_path_without_slash_leads_to_the_page(chime_server: ChimeServer) -> None:
    """So that the page's relative links work."""
    parts = urlsplit(chime_server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", "/moto-api/chime")
    answer = connection.getresponse()

    assert (answer.status, answer.headers["Location"]) == (308, "/moto-api/chime/")
    connection.close()


def test_moto_keeps_its_own_control_api(chime_server: ChimeServer) -> None:
    """Only what is below our path is ours."""
    answer = requests.get(f"{chime_server.url}/moto-api/data.json", timeout=10)

    assert answer.status_code == 200


def test_connecting_to_nothing_says_so() -> None:
    """The message names the URL."""
    with pytest.raises(ControlError, match=r"No server answers on http://127\.0\.0\.1:9: "):
        connect("http://127.0.0.1:9")
