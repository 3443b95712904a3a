"""curl, which signs nothing and sees everything, against the standalone server."""

import json
import subprocess
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest

from chime_proxy_mock.pytest_plugin import ProxySessionFactory
from chime_proxy_mock.server import ChimeServer
from tests.clients.tools import skip_without


class Answer(NamedTuple):
    """What curl prints.

    Attributes:
        head: Status line and headers.
        body: What comes after.
    """

    head: list[str]
    body: str

    @property
    def status(self) -> HTTPStatus:
        """The status of the status line."""
        return HTTPStatus(int(self.head[0].split()[1]))

    @property
    def document(self) -> Any:
        """The JSON in the body."""
        return json.loads(self.body)


Curl = Callable[..., Answer]


@pytest.fixture
def curl(chime_server: ChimeServer) -> Curl:
    """A function that runs curl with a path and options, on an empty standalone server."""
    skip_without("curl")

    def run(path: str, *options: str) -> Answer:
        output = subprocess.run(
            ["curl", "--silent", "--include", chime_server.url + path, *options],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        # Text mode has turned the line ends of HTTP into plain ones.
        head, _, body = output.partition("\n\n")
        return Answer(head.splitlines(), body)

    return run


def test_creates_without_signature(curl: Curl) -> None:
    """A request that names neither service nor account is recognized by its path."""
    answer = curl("/voice-connectors", "--data", '{"Name": "taxi", "RequireEncryption": true}')

    assert HTTPStatus.CREATED == answer.status
    assert "taxi" == answer.document["VoiceConnector"]["Name"]


def test_lists_sessions_by_status(
    curl: Curl,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
) -> None:
    """A page is compact JSON, with the members in alphabetical order and null for none."""
    session = chime_proxy_session_factory(Capabilities=["Voice"])

    answer = curl(f"/voice-connectors/{chime_voice_connector_id}/proxy-sessions?status=Open")

    created = f"{session['CreatedTimestamp'].replace(tzinfo=None).isoformat('T', 'milliseconds')}Z"
    participants = json.dumps(session["Participants"], separators=(",", ":"))
    assert (
        '{"NextToken":null,"ProxySessions":[{'
        f'"Capabilities":["Voice"],"CreatedTimestamp":"{created}","EndedTimestamp":null,'
        '"ExpiryMinutes":60,"GeoMatchLevel":null,"GeoMatchParams":null,"Name":null,'
        f'"NumberSelectionBehavior":null,"Participants":{participants},'
        f'"ProxySessionId":"{session["ProxySessionId"]}","Status":"Open",'
        f'"UpdatedTimestamp":"{created}","VoiceConnectorId":"{chime_voice_connector_id}"}}]}}'
    ) == answer.body


def test_deletes(
    curl: Curl,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
) -> None:
    """A deletion answers 204 with an empty body, which is called JSON all the same."""
    session_id = chime_proxy_session_factory()["ProxySessionId"]

    answer = curl(
        f"/voice-connectors/{chime_voice_connector_id}/proxy-sessions/{session_id}",
        "--request",
        "DELETE",
    )

    assert (HTTPStatus.NO_CONTENT, "") == (answer.status, answer.body)
    assert "Content-Type: application/json" in answer.head


def test_sees_both_names_of_an_error(curl: Curl) -> None:
    """The body has the short code of an error, the header its full name."""
    answer = curl("/voice-connectors/nowhere/proxy-sessions")

    assert HTTPStatus.NOT_FOUND == answer.status
    assert {
        "Code": "NotFound",
        "Message": "Could not find VoiceConnector with Id 'nowhere'",
    } == answer.document
    assert "x-amzn-ErrorType: NotFoundException" in answer.head


def test_sees_each_header_once(curl: Curl) -> None:
    """What the mock and its HTTP server both know how to write is written once."""
    answer = curl("/voice-connectors")

    names = [line.partition(":")[0].lower() for line in answer.head[1:]]
    assert sorted(set(names)) == sorted(names)


def test_reaches_other_services_of_moto(curl: Curl) -> None:
    """What is not for Amazon Chime goes on to moto, here to S3."""
    curl("/taxi-receipts", "--request", "PUT")

    answer = curl("/")

    assert "<Name>taxi-receipts</Name>" in answer.body
