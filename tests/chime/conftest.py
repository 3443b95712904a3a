"""What the behavioural tests share: clients that hide nothing, raw HTTP, and the time."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

import pytest
import time_machine
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from chime_proxy_mock.server import ChimeServer
from tests.conftest import DOORS, ClientFactory, Door, SessionFactory, door_name

DIRECT = Config(parameter_validation=False, retries={"max_attempts": 0})
"""Makes a client send what it is given, unchecked, and take the first answer it gets."""

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, 500_000, tzinfo=datetime.timezone.utc)


def through(*doors: Door) -> pytest.MarkDecorator:
    """Run a test through these doors only."""
    return pytest.mark.parametrize("door", doors, ids=door_name, indirect=True)


LEGACY_HOST, VOICE_HOST = (door for door in DOORS if not door.over_http)
SERVER = [door for door in DOORS if door.over_http]

in_process = through(LEGACY_HOST, VOICE_HOST)
"""Runs a test through the doors that tell the namespace by the host."""

voice = through(*(door for door in DOORS if not door.is_legacy))
"""Runs a test through the doors of the namespace chime-sdk-voice."""

legacy = through(*(door for door in DOORS if door.is_legacy))
"""Runs a test through the doors of the namespace chime."""


@pytest.fixture
def client(make_client: ClientFactory) -> Any:
    """A client in us-east-1, on an empty mock; the rules that show are the server's."""
    return make_client(config=DIRECT)


class Advance(Protocol):
    """What the fixture `advance` is."""

    def __call__(self, **span: float) -> None:
        """Move the time on by a span, e.g. ``minutes=5``, as `datetime.timedelta` takes it."""


@pytest.fixture
def advance() -> Iterator[Advance]:
    """Stops the clock at `NOW`, and is a function that moves it on."""
    with time_machine.travel(NOW, tick=False) as traveller:

        def move(**span: float) -> None:
            traveller.shift(datetime.timedelta(**span))

        yield move


@pytest.fixture
def largest_page(door: Door) -> int:
    """The most items that a page may have. Over an endpoint of one's own, the wider limit."""
    return 99 if door.is_legacy and not door.over_http else 100


ConnectorFactory = Callable[..., dict[str, Any]]


@pytest.fixture
def create_connector(client: Any) -> ConnectorFactory:
    """A function that creates a Voice Connector and returns it."""

    def create(**parameters: Any) -> dict[str, Any]:
        defaults = {"Name": "connector", "RequireEncryption": True}
        connector: dict[str, Any] = client.create_voice_connector(**{**defaults, **parameters})[
            "VoiceConnector"
        ]
        return connector

    return create


def list_connector_ids(client: Any, **parameters: Any) -> list[str]:
    """Return the ids on a page of ListVoiceConnectors."""
    listed = client.list_voice_connectors(**parameters)["VoiceConnectors"]
    return [connector["VoiceConnectorId"] for connector in listed]


SEATTLE, PORTLAND = "+12065551000", "+15035551000"


def number_of(session: dict[str, Any]) -> str:
    """Return the proxy number of a session."""
    number: str = session["Participants"][0]["ProxyPhoneNumber"]
    return number


NumberFactory = Callable[..., str]


@pytest.fixture
def create_number(create_session: SessionFactory) -> NumberFactory:
    """A function that creates a session and returns its proxy number."""

    def create(**parameters: Any) -> str:
        return number_of(create_session(**parameters))

    return create


class Answer(NamedTuple):
    """An HTTP response as it came."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes


Send = Callable[..., Answer]


def _signed(method: str, url: str, body: bytes | None) -> dict[str, str]:
    request = AWSRequest(method, url, data=body)
    SigV4Auth(Credentials("AKIDEXAMPLE", "secret"), "chime", "us-east-1").add_auth(request)
    return dict(request.headers.items())


@pytest.fixture(params=["unsigned", "signed"])
def send(request: pytest.FixtureRequest, chime_server: ChimeServer) -> Iterator[Send]:
    """A function that sends a request to the live server: method, path, and perhaps a body.

    The body is bytes, or a document to write as JSON.
    """
    with urllib3.PoolManager() as pool:

        def send_raw(
            method: str, path: str, content: bytes | dict[str, Any] | None = None
        ) -> Answer:
            url = chime_server.url + path
            body = json.dumps(content).encode() if isinstance(content, dict) else content
            headers = _signed(method, url, body) if request.param == "signed" else {}
            answer = pool.request(method, url, body=body, headers=headers, retries=False)
            return Answer(answer.status, answer.headers, answer.data)

        yield send_raw


CONNECTOR = {"Name": "one", "RequireEncryption": True}
PROXY = {"DefaultSessionExpiryMinutes": 60, "PhoneNumberPoolCountries": ["US"]}
SESSION = {
    "ParticipantPhoneNumbers": ["+14015550101", "+12065550100"],
    "Capabilities": ["Voice", "SMS"],
}


class Paths:
    """The paths of a Voice Connector, of its proxy configuration and of its sessions."""

    def __init__(self, voice_connector_id: str) -> None:
        self.voice_connector_id = voice_connector_id
        self.connector = f"/voice-connectors/{voice_connector_id}"
        self.proxy = f"{self.connector}/programmable-numbers/proxy"
        self.sessions = f"{self.connector}/proxy-sessions"


@pytest.fixture
def paths(send: Send) -> Paths:
    """The paths of a Voice Connector with proxy sessions configured."""
    created = send("POST", "/voice-connectors", CONNECTOR)
    paths = Paths(json.loads(created.body)["VoiceConnector"]["VoiceConnectorId"])
    send("PUT", paths.proxy, PROXY)
    return paths


@pytest.fixture
def session_id(send: Send, paths: Paths) -> str:
    """The id of an open session without optional members."""
    created = send("POST", paths.sessions, SESSION)
    proxy_session_id: str = json.loads(created.body)["ProxySession"]["ProxySessionId"]
    return proxy_session_id
