"""The doors: every behavioural test runs through each of them.

A door is a namespace, reached in-process or over HTTP. Where the installed boto3 has lost
the operations of a namespace, its client gets them back from the supplement.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.loaders import create_loader
from hypothesis import settings

from chime_proxy_mock import mock_chime
from chime_proxy_mock.server import ChimeServer

# A slow machine is no failure. HYPOTHESIS_PROFILE=deep looks much longer for one.
settings.register_profile("quick", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2000, stateful_step_count=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


class Door(NamedTuple):
    """A way to reach the mock.

    Attributes:
        namespace: Service name for `boto3.client`.
        over_http: Whether requests go through the standalone server.
    """

    namespace: str
    over_http: bool

    @property
    def is_legacy(self) -> bool:
        """Whether this is the namespace that boto3 1.37.1 was the last to have."""
        return self.namespace == "chime"


DOORS = [
    Door(namespace, over_http)
    for namespace in ("chime", "chime-sdk-voice")
    for over_http in (False, True)
]


def door_name(door: Door) -> str:
    """Return what to call a door in the name of a test."""
    return f"{door.namespace}-{'http' if door.over_http else 'in-process'}"


@cache
def has_proxy_operations(namespace: str) -> bool:
    """Tell whether the installed botocore has the operations of this project."""
    model = create_loader().load_service_model(namespace, "service-2")
    return "ListProxySessions" in model["operations"]


@pytest.fixture(params=DOORS, ids=door_name)
def door(request: pytest.FixtureRequest) -> Door:
    """One door after the other."""
    chosen: Door = request.param
    return chosen


@cache
def _session(namespace: str) -> boto3.Session:
    # Kept, because reading botocore's files takes twenty times as long as the rest of making
    # a client; one for each namespace, because a mock may add to the files of one of them.
    return boto3.Session()


ClientFactory = Callable[..., Any]


@pytest.fixture
def make_client(door: Door, chime_session_server: ChimeServer) -> Iterator[ClientFactory]:
    """A function that makes a client for the door; takes what `boto3.client` takes."""
    endpoint_url = chime_session_server.url if door.over_http else None

    def make(region_name: str = "us-east-1", **arguments: Any) -> Any:
        return _session(door.namespace).client(
            door.namespace,  # type: ignore[call-overload]
            **{"region_name": region_name, "endpoint_url": endpoint_url, **arguments},
        )

    with mock_chime(restore_client=not has_proxy_operations(door.namespace)):
        yield make


@pytest.fixture
def client(make_client: ClientFactory) -> Any:
    """A client in us-east-1, on an empty mock."""
    return make_client()


@pytest.fixture
def bare_connector_id(client: Any) -> str:
    """The id of a Voice Connector without proxy configuration."""
    created = client.create_voice_connector(Name="bare", RequireEncryption=True)
    voice_connector_id: str = created["VoiceConnector"]["VoiceConnectorId"]
    return voice_connector_id


def configure_proxy(client: Any, voice_connector_id: str, **parameters: Any) -> None:
    """Put a proxy configuration: 60 minutes, numbers of the US, unless told otherwise."""
    defaults = {"DefaultSessionExpiryMinutes": 60, "PhoneNumberPoolCountries": ["US"]}
    client.put_voice_connector_proxy(
        VoiceConnectorId=voice_connector_id, **{**defaults, **parameters}
    )


@pytest.fixture
def connector_id(client: Any, bare_connector_id: str) -> str:
    """The id of a Voice Connector with proxy sessions configured."""
    configure_proxy(client, bare_connector_id)
    return bare_connector_id


SessionFactory = Callable[..., dict[str, Any]]


@pytest.fixture
def create_session(client: Any, connector_id: str) -> SessionFactory:
    """A function that creates a session, with other people each time."""
    numbers = (f"+1206555{number:04}" for number in count(1000))

    def create(**parameters: Any) -> dict[str, Any]:
        defaults = {
            "VoiceConnectorId": connector_id,
            "ParticipantPhoneNumbers": [next(numbers), next(numbers)],
            "Capabilities": ["Voice", "SMS"],
        }
        session: dict[str, Any] = client.create_proxy_session(**{**defaults, **parameters})
        created: dict[str, Any] = session["ProxySession"]
        return created

    return create
