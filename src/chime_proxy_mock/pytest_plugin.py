"""pytest plugin: registers Amazon Chime with moto when pytest starts, and brings fixtures.

All of them build on `chime_mock`, which starts each test with no state. The mock and the
server live in one process and show the same state, so any fixtures may be combined.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any, Protocol

import boto3
import pytest

from chime_proxy_mock import registration
from chime_proxy_mock.control.handle import ChimeControl
from chime_proxy_mock.control.transports import in_process
from chime_proxy_mock.decorator import MockChime, mock_chime
from chime_proxy_mock.server import ChimeServer


def pytest_configure(config: pytest.Config) -> None:
    """Let moto's own `mock_aws` serve Chime in the whole run."""
    registration.hold(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave moto as it was, for whoever runs pytest inside a program."""
    registration.release(config)


class ProxySessionFactory(Protocol):
    """What the fixture `chime_proxy_session_factory` is."""

    def __call__(self, **parameters: Any) -> dict[str, Any]:
        """Create a proxy session and return it as boto3 does.

        Args:
            parameters: Parameters of CreateProxySession. Without them, each session has
                other people, both capabilities, and the connector of the fixture
                `chime_voice_connector_id`.
        """


@pytest.fixture
def chime_region() -> str:
    """The Region of the clients: us-east-1. Override it to choose another."""
    return "us-east-1"


@pytest.fixture
def chime_mock() -> Iterator[MockChime]:
    """An active mock_chime(), with no state when the test begins."""
    mock = mock_chime()
    with mock:
        yield mock


@pytest.fixture
def chime(chime_mock: MockChime) -> ChimeControl:
    """The control handle of the mock: faults, limits, clock, calls, state, journal."""
    return in_process()


@pytest.fixture
def chime_client(chime_mock: MockChime, chime_region: str) -> Any:
    """A boto3 client of the legacy namespace, chime, with what the installed boto3 has."""
    return boto3.client("chime", region_name=chime_region)


@pytest.fixture
def chime_sdk_voice_client(chime_mock: MockChime, chime_region: str) -> Any:
    """A boto3 client of the namespace chime-sdk-voice."""
    return boto3.client("chime-sdk-voice", region_name=chime_region)


@pytest.fixture
def chime_voice_connector_id(chime_sdk_voice_client: Any) -> str:
    """The id of a Voice Connector with proxy sessions configured: 60 minutes, pool US."""
    connector = chime_sdk_voice_client.create_voice_connector(
        Name="chime-proxy-mock", RequireEncryption=True
    )
    voice_connector_id: str = connector["VoiceConnector"]["VoiceConnectorId"]
    chime_sdk_voice_client.put_voice_connector_proxy(
        VoiceConnectorId=voice_connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )
    return voice_connector_id


@pytest.fixture
def chime_proxy_session_factory(
    chime_sdk_voice_client: Any, chime_voice_connector_id: str
) -> ProxySessionFactory:
    """A function that creates a proxy session and returns it; takes the API's parameters."""
    # Numbers that are reserved for fiction, each in one session only.
    people = (f"+1{area_code}55501{n:02}" for area_code in count(201) for n in range(100))

    def create(**parameters: Any) -> dict[str, Any]:
        defaults = {
            "VoiceConnectorId": chime_voice_connector_id,
            "ParticipantPhoneNumbers": [next(people), next(people)],
            "Capabilities": ["Voice", "SMS"],
        }
        created = chime_sdk_voice_client.create_proxy_session(**{**defaults, **parameters})
        session: dict[str, Any] = created["ProxySession"]
        return session

    return create


@pytest.fixture(scope="session")
def chime_session_server() -> Iterator[ChimeServer]:
    """The server behind chime_server: one for the whole run, on loopback and a free port."""
    with ChimeServer() as server:
        yield server


@pytest.fixture
def chime_server(chime_mock: MockChime, chime_session_server: ChimeServer) -> ChimeServer:
    """A running standalone server, with no state when the test begins; see its url."""
    return chime_session_server
