"""The fixtures, as a user's tests ask for them."""

from typing import Any

import boto3
import pytest

from chime_proxy_mock import ChimeControl, MockChime
from chime_proxy_mock.pytest_plugin import ProxySessionFactory
from chime_proxy_mock.server import ChimeServer
from tests.conftest import has_proxy_operations
from tests.stand_in import create, names


def test_region_is_the_legacy_one(chime_region: str) -> None:
    """Without an override, clients are in the Region that both namespaces have."""
    assert "us-east-1" == chime_region


def test_handle_controls_the_mock(chime: ChimeControl, chime_sdk_voice_client: Any) -> None:
    """`chime` brings about what the clients of the other fixtures meet."""
    chime.faults.inject("ListVoiceConnectors", "ForbiddenException")

    with pytest.raises(chime_sdk_voice_client.exceptions.ForbiddenException):
        chime_sdk_voice_client.list_voice_connectors()


def test_mock_is_active(chime_mock: MockChime) -> None:
    """chime_mock mocks Chime for the test, and can be reset in it."""
    client = boto3.client("chime-sdk-voice", region_name="us-east-1")
    create(client, "mocked")

    chime_mock.reset()

    assert [] == names(client)


def test_legacy_client_is_the_installed_one(chime_client: Any) -> None:
    """chime_client is of the namespace chime, with what the installed boto3 has of it."""
    assert "chime" == chime_client.meta.service_model.service_name
    assert has_proxy_operations("chime") == hasattr(chime_client, "list_proxy_sessions")


def test_voice_client_works(chime_sdk_voice_client: Any) -> None:
    """chime_sdk_voice_client is of the namespace chime-sdk-voice, on an empty mock."""
    assert "chime-sdk-voice" == chime_sdk_voice_client.meta.service_model.service_name
    assert [] == names(chime_sdk_voice_client)


def test_connector_has_a_configuration(
    chime_sdk_voice_client: Any, chime_voice_connector_id: str
) -> None:
    """chime_voice_connector_id names a connector that is ready for proxy sessions."""
    answer = chime_sdk_voice_client.get_voice_connector_proxy(
        VoiceConnectorId=chime_voice_connector_id
    )

    assert {
        "DefaultSessionExpiryMinutes": 60,
        "Disabled": False,
        "PhoneNumberCountries": ["US"],
    } == answer["Proxy"]


def test_factory_creates_sessions(
    chime_proxy_session_factory: ProxySessionFactory,
    chime_sdk_voice_client: Any,
    chime_voice_connector_id: str,
) -> None:
    """Each call of the factory creates an open session of that connector, and returns it."""
    created = [chime_proxy_session_factory(), chime_proxy_session_factory()]

    listed = chime_sdk_voice_client.list_proxy_sessions(
        VoiceConnectorId=chime_voice_connector_id, Status="Open"
    )
    assert created == listed["ProxySessions"]


def test_factory_needs_nothing(chime_proxy_session_factory: ProxySessionFactory) -> None:
    """Without parameters, a session has two people, both capabilities and the usual expiry."""
    session = chime_proxy_session_factory()

    people = [participant["PhoneNumber"] for participant in session["Participants"]]
    assert ["+12015550100", "+12015550101"] == people
    assert ["SMS", "Voice"] == session["Capabilities"]
    assert 60 == session["ExpiryMinutes"]


def test_factory_invents_people(chime_proxy_session_factory: ProxySessionFactory) -> None:
    """No two sessions of the factory share a participant, however many there are."""
    sessions = [chime_proxy_session_factory() for _ in range(60)]

    people = {
        participant["PhoneNumber"]
        for session in sessions
        for participant in session["Participants"]
    }
    assert 120 == len(people)


def test_factory_takes_parameters(
    chime_proxy_session_factory: ProxySessionFactory, chime_sdk_voice_client: Any
) -> None:
    """Every parameter of CreateProxySession can be given, the connector included."""
    other = chime_sdk_voice_client.create_voice_connector(Name="other", RequireEncryption=False)
    other_id = other["VoiceConnector"]["VoiceConnectorId"]
    chime_sdk_voice_client.put_voice_connector_proxy(
        VoiceConnectorId=other_id,
        DefaultSessionExpiryMinutes=5,
        PhoneNumberPoolCountries=["CA"],
    )

    session = chime_proxy_session_factory(
        VoiceConnectorId=other_id,
        ParticipantPhoneNumbers=["+12065550199", "+14155550199"],
        Capabilities=["Voice"],
        Name="Ride",
        ExpiryMinutes=10,
    )

    people = [participant["PhoneNumber"] for participant in session["Participants"]]
    assert (other_id, "Ride", 10) == (
        session["VoiceConnectorId"],
        session["Name"],
        session["ExpiryMinutes"],
    )
    assert ["+12065550199", "+14155550199"] == people
    assert ["Voice"] == session["Capabilities"]


def test_server_answers(chime_server: ChimeServer) -> None:
    """chime_server is a running server, on an empty mock."""
    client = boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url)

    assert [] == names(client)


def test_server_is_on_loopback(chime_session_server: ChimeServer) -> None:
    """Nobody outside this machine can connect to the server of a test run."""
    assert chime_session_server.url.startswith("http://127.0.0.1:")


def test_fixtures_share_state(
    chime_server: ChimeServer,
    chime_sdk_voice_client: Any,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
) -> None:
    """What one fixture makes, the others see, in-process and through the server."""
    session = chime_proxy_session_factory()
    over_http = boto3.client(
        "chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url
    )

    listings = [
        client.list_proxy_sessions(VoiceConnectorId=chime_voice_connector_id)["ProxySessions"]
        for client in (chime_sdk_voice_client, over_http)
    ]

    assert [[session], [session]] == listings


@pytest.mark.parametrize("turn", ["first", "second"])
def test_state_is_fresh(chime_server: ChimeServer, chime_sdk_voice_client: Any, turn: str) -> None:
    """No test sees what another made, be it through the one server of the run."""
    over_http = boto3.client(
        "chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url
    )
    create(chime_sdk_voice_client, f"{turn} in-process")
    create(over_http, f"{turn} over HTTP")

    assert [f"{turn} in-process", f"{turn} over HTTP"] == names(over_http)
