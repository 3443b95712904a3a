"""How an old `chime` client gets back the operations that boto3 has dropped."""

import os
from typing import Any

import boto3
import pytest

from chime_proxy_mock import mock_chime
from chime_proxy_mock.protocol.service_model import SUPPLEMENT_PATH
from chime_proxy_mock.server import ChimeServer
from tests.conftest import has_proxy_operations
from tests.processes import run_python

dropped_by_boto3 = pytest.mark.skipif(
    has_proxy_operations("chime"), reason="the installed boto3 still has the operations"
)

OPERATIONS = [
    "create_proxy_session",
    "create_voice_connector",
    "delete_proxy_session",
    "delete_voice_connector",
    "delete_voice_connector_proxy",
    "get_proxy_session",
    "get_voice_connector",
    "get_voice_connector_proxy",
    "list_proxy_sessions",
    "list_voice_connectors",
    "put_voice_connector_proxy",
    "update_proxy_session",
    "update_voice_connector",
]


def make_client() -> Any:
    """Return a new client of the legacy namespace."""
    return boto3.client("chime", region_name="us-east-1")


def session_statuses(client: Any) -> list[str]:
    """Create a session with a client and return the statuses that it lists."""
    created = client.create_voice_connector(Name="restored", RequireEncryption=True)
    voice_connector_id = created["VoiceConnector"]["VoiceConnectorId"]
    client.put_voice_connector_proxy(
        VoiceConnectorId=voice_connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )
    client.create_proxy_session(
        VoiceConnectorId=voice_connector_id,
        ParticipantPhoneNumbers=["+12065550100", "+14155550100"],
        Capabilities=["Voice"],
    )
    listed = client.list_proxy_sessions(VoiceConnectorId=voice_connector_id)
    return [session["Status"] for session in listed["ProxySessions"]]


@dropped_by_boto3
def test_client_lacks_the_operations_by_default() -> None:
    """mock_chime() alone shows the client that production code on this boto3 would have."""
    with mock_chime():
        client = make_client()

    assert not [name for name in OPERATIONS if hasattr(client, name)]


def test_client_has_the_operations() -> None:
    """With restore_client=True, a new client has every operation of this project."""
    with mock_chime(restore_client=True):
        client = make_client()

    assert [name for name in OPERATIONS if hasattr(client, name)] == OPERATIONS


def test_client_works() -> None:
    """A restored client creates and lists a session."""
    with mock_chime(restore_client=True):
        assert ["Open"] == session_statuses(make_client())


@mock_chime(restore_client=True)
def test_decorated_function_gets_them_too() -> None:
    """The decorator takes restore_client as the context manager does."""
    assert ["Open"] == session_statuses(make_client())


def test_default_session_of_an_outer_mock_is_no_obstacle() -> None:
    """Inside another mock, whose session has loaded its models already, it works as well."""
    with mock_chime():
        make_client()
        with mock_chime(restore_client=True):
            restored = make_client()

    assert hasattr(restored, "list_proxy_sessions")


def test_other_operations_of_the_client_stay() -> None:
    """A restored client still has what the installed boto3 has."""
    with mock_chime():
        usual = set(dir(make_client()))

    with mock_chime(restore_client=True):
        restored = set(dir(make_client()))

    assert usual <= restored


@dropped_by_boto3
def test_client_lacks_the_operations_afterwards() -> None:
    """A client that is made after the block is as the installed boto3 makes it."""
    with mock_chime(restore_client=True):
        make_client()

    with mock_chime():
        assert not hasattr(make_client(), "list_proxy_sessions")


def test_default_session_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3's default session is afterwards the one that was there before."""
    session = boto3.Session()
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)

    with mock_chime(restore_client=True):
        make_client()

    assert session is boto3.DEFAULT_SESSION


def test_search_path_is_gone_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_DATA_PATH is set inside, and not afterwards, if it was not set before."""
    monkeypatch.delenv("AWS_DATA_PATH", raising=False)

    with mock_chime(restore_client=True):
        inside = os.environ["AWS_DATA_PATH"]

    assert str(SUPPLEMENT_PATH) == inside
    assert "AWS_DATA_PATH" not in os.environ


def test_search_path_of_the_user_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search path of the user's own is added to, and is afterwards what it was."""
    monkeypatch.setenv("AWS_DATA_PATH", "/models")

    with mock_chime(restore_client=True):
        inside = os.environ["AWS_DATA_PATH"]

    assert f"{SUPPLEMENT_PATH}{os.pathsep}/models" == inside
    assert "/models" == os.environ["AWS_DATA_PATH"]


def test_changes_to_the_environment_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that a test sets inside stay: only AWS_DATA_PATH is put back."""
    monkeypatch.setenv("DIALLER", "none")

    with mock_chime(restore_client=True):
        os.environ["DIALLER"] = "set inside"

    assert "set inside" == os.environ["DIALLER"]


def test_search_path_may_be_removed_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a test deletes AWS_DATA_PATH itself, the user's own is back all the same."""
    monkeypatch.setenv("AWS_DATA_PATH", "/models")

    with mock_chime(restore_client=True):
        del os.environ["AWS_DATA_PATH"]

    assert "/models" == os.environ["AWS_DATA_PATH"]


def test_search_path_restores_clients_of_other_processes(
    chime_server: ChimeServer,
) -> None:
    """In a process that calls the server, AWS_DATA_PATH alone restores the client."""
    printed = run_python(
        f"""
        import boto3
        client = boto3.client("chime", region_name="us-east-1", endpoint_url="{chime_server.url}")
        client.create_voice_connector(Name="from outside", RequireEncryption=True)
        connectors = client.list_voice_connectors()["VoiceConnectors"]
        print([connector["Name"] for connector in connectors])
        """,
        AWS_DATA_PATH=str(SUPPLEMENT_PATH),
        AWS_ACCESS_KEY_ID="example",
        AWS_SECRET_ACCESS_KEY="example",
    )

    assert "['from outside']\n" == printed
