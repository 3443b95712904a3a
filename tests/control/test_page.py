"""The page: what it shows, as HTML. How it behaves in a browser: test_page_in_browser.py."""

import html
import re

import boto3
import pytest
import requests

from chime_proxy_mock import ChimeControl, connect
from chime_proxy_mock.server import ChimeServer


@pytest.fixture
def chime(chime_server: ChimeServer) -> ChimeControl:
    """The handle of the server."""
    return connect(chime_server.url)


def page_of(server: ChimeServer, **query: str) -> str:
    """Return the page's text without tags, with single blanks."""
    answer = requests.get(f"{server.url}/moto-api/chime/", params=query, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    text = re.sub(r"<[^>]*>", " ", answer.text)
    return " ".join(html.unescape(text).split())


def test_an_empty_mock_says_so(chime_server: ChimeServer) -> None:
    """Every part says that there is nothing yet."""
    page = page_of(chime_server)

    assert "Voice Connectors There are none yet." in page
    assert "Faults and limits None in force." in page
    assert "None yet." in page


def test_shows_the_clock(chime_server: ChimeServer, chime: ChimeControl) -> None:
    """With the moment at which it was stopped."""
    chime.clock.freeze()

    moment = chime.clock.now().isoformat(timespec="milliseconds").removesuffix("+00:00")
    assert f"Clock {moment}Z stopped" in page_of(chime_server)


def test_shows_connectors_with_their_configuration(
    chime_server: ChimeServer, chime: ChimeControl
) -> None:
    """And how many sessions they have in each status."""
    (connector_id,) = chime.state.seed(sessions_per_connector=3)

    page = page_of(chime_server)

    assert "Account 123456789012, us-east-1 1 Voice Connectors" in page
    assert f"Seed 1 {connector_id} us-east-1 US, 720 minutes 3 0 0" in page
    assert "3 proxy numbers in use +12015550100: 1 live +12025550100: 1 live" in page


def test_many_connectors_come_in_pages(chime_server: ChimeServer, chime: ChimeControl) -> None:
    """Twenty at a time."""
    chime.state.seed(connectors=21)

    first, second = page_of(chime_server), page_of(chime_server, after="20")

    assert "Seed 20 " in first
    assert "Seed 21 " not in first
    assert "More Voice Connectors" in first
    assert "Seed 21 " in second
    assert "Seed 20 " not in second


def test_sessions_come_in_pages(chime_server: ChimeServer, chime: ChimeControl) -> None:
    """Twenty-five at a time, by status."""
    (connector_id,) = chime.state.seed(sessions_per_connector=30)
    query = {"account": "123456789012", "region": "us-east-1", "connector": connector_id}

    listed = page_of(chime_server, **query, status="Open")

    assert f"Proxy sessions of {connector_id}" in listed
    assert len(re.findall(r"SMS, Voice", listed)) == 25
    assert "Next page" in listed


@pytest.mark.parametrize(
    "query",
    [
        {"account": "123456789012", "region": "us-east-1", "connector": "nobody"},
        {"account": "9", "region": "us-east-1", "connector": "nobody"},
        {"after": "x"},
    ],
)
def test_an_address_that_leads_nowhere_shows_the_rest(
    chime_server: ChimeServer, chime: ChimeControl, query: dict[str, str]
) -> None:
    """A bookmark of a connector that is gone still shows the page."""
    chime.state.seed()

    page = page_of(chime_server, **query)

    assert "Seed 1" in page
    assert "Proxy sessions of" not in page


def test_an_unknown_status_shows_the_rest(chime_server: ChimeServer, chime: ChimeControl) -> None:
    """As above, for an address that somebody has edited."""
    (connector_id,) = chime.state.seed()
    query = {"account": "123456789012", "region": "us-east-1", "connector": connector_id}

    assert "Proxy sessions of" not in page_of(chime_server, **query, status="Ended")


def test_shows_faults_limits_and_calls(chime_server: ChimeServer, chime: ChimeControl) -> None:
    """Each with what it has done."""
    chime.faults.inject("ListVoiceConnectors", "ForbiddenException", times=2)
    chime.faults.inject("*", delay_seconds=0.01)
    chime.limits.rate("GetProxySession", per_second=5)
    chime.limits.quota(voice_connectors=3)
    client = boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url)
    with pytest.raises(client.exceptions.ForbiddenException):
        client.list_voice_connectors(MaxResults=7)

    page = page_of(chime_server)

    assert "ListVoiceConnectors: ForbiddenException (struck 1 of 2) Remove" in page
    assert "*: after 0.01 s (struck 0) Remove" in page
    assert "GetProxySession: at most 5.0 a second (throttled 0)" in page
    assert "At most 3 Voice Connectors for each account and Region" in page
    assert 'ListVoiceConnectors {"MaxResults": 7} 123456789012 us-east-1' in page
    assert "403 ForbiddenException 1" in page


def test_escapes_everything(chime_server: ChimeServer) -> None:
    """What a client sends is shown as text, never as HTML."""
    attack = "<script>alert(1)</script>"
    query = {"next-token": attack}
    requests.get(f"{chime_server.url}/voice-connectors", params=query, timeout=10)

    answer = requests.get(f"{chime_server.url}/moto-api/chime/", timeout=10)

    assert attack not in answer.text
    assert "\\u003cscript\\u003ealert(1)" in answer.text


def test_loads_nothing_from_elsewhere(chime_server: ChimeServer) -> None:
    """Style and script come from the server, and the browser is told to take no others."""
    answer = requests.get(f"{chime_server.url}/moto-api/chime/", timeout=10)

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert re.findall(r"https?://", answer.text) == []
    for asset, content_type in (
        ("page.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
    ):
        loaded = requests.get(f"{chime_server.url}/moto-api/chime/{asset}", timeout=10)
        assert (loaded.status_code, loaded.headers["Content-Type"]) == (200, content_type)
