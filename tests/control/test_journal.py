"""The journal: which calls arrived, and what became of them."""

import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chime_proxy_mock import ChimeControl, ControlError
from tests.control.conftest import Stage, make_client


def test_notes_everything_about_a_call(stage: Stage, connector_id: str) -> None:
    """A call is written down with its input, its scope and its outcome."""
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
    stage.chime.clock.freeze(noon)
    answered = make_client(stage).list_proxy_sessions(
        VoiceConnectorId=connector_id, Status="Open", MaxResults=2
    )

    (call,) = stage.chime.journal.calls()

    assert call.operation == "ListProxySessions"
    expected = {"VoiceConnectorId": connector_id, "Status": "Open", "MaxResults": 2}
    assert expected == call.parameters
    assert (call.account_id, call.region) == ("123456789012", "us-east-1")
    assert ("chime-sdk-voice" if stage.endpoint_url is None else None) == call.namespace
    assert connector_id == call.voice_connector_id
    assert (call.status, call.error, call.attempt) == (200, None, 1)
    assert answered["ResponseMetadata"]["RequestId"] == call.request_id
    assert noon == call.at


def test_notes_refusals(client: Any, chime: ChimeControl) -> None:
    """A refused call is written down with its error."""
    with pytest.raises(ClientError):
        client.get_voice_connector(VoiceConnectorId="nobody")

    (call,) = chime.journal.calls()

    assert (
        call.operation,
        call.status,
        call.error,
    ) == ("GetVoiceConnector", 404, "NotFoundException")


def test_notes_operations_that_the_mock_does_not_have(client: Any, chime: ChimeControl) -> None:
    """They are named, with the refusal."""
    with pytest.raises(ClientError):
        client.list_sip_rules()

    (call,) = chime.journal.calls()

    assert (call.operation, call.status) == ("ListSipRules", 501)


def test_filters(client: Any, chime: ChimeControl) -> None:
    """All that is asked for must fit."""
    one, other = chime.state.seed(connectors=2)
    client.list_proxy_sessions(VoiceConnectorId=one)
    client.list_proxy_sessions(VoiceConnectorId=other, Status="Closed")
    client.list_voice_connectors()

    def count(*arguments: Any, **filters: Any) -> int:
        return chime.journal.count(*arguments, **filters)

    assert count() == 3
    assert count("ListProxySessions") == 2
    assert count("ListProxySessions", parameters={"Status": "Closed"}) == 1
    assert count(voice_connector_id=one) == 1
    assert count("ListProxySessions", status=404) == 0
    assert count(error="NotFoundException") == 0
    assert count(region="us-east-1", account_id="123456789012") == 3
    assert count(region="us-west-2") == 0


def test_asserts(client: Any, chime: ChimeControl) -> None:
    """What was called passes, with or without a number."""
    client.list_voice_connectors()

    chime.journal.assert_called("ListVoiceConnectors")
    chime.journal.assert_called("ListVoiceConnectors", times=1)
    chime.journal.assert_called("ListProxySessions", times=0)


def test_an_assertion_lists_what_arrived(client: Any, chime: ChimeControl) -> None:
    """The failure text says what was looked for and what was there."""
    client.list_voice_connectors(MaxResults=1)
    with pytest.raises(ClientError):
        client.get_voice_connector(VoiceConnectorId="nobody")

    with pytest.raises(AssertionError) as failed:
        chime.journal.assert_called("ListVoiceConnectors", times=2)

    assert str(failed.value) == (
        "Expected 2 calls with {'operation': 'ListVoiceConnectors'}, found 1.\n"
        "These arrived:\n"
        "- ListVoiceConnectors {'MaxResults': 1} -> 200 (attempt 1)\n"
        "- GetVoiceConnector {'VoiceConnectorId': 'nobody'} -> 404 NotFoundException (attempt 1)"
    )


def test_an_assertion_on_an_empty_journal_says_so(chime: ChimeControl) -> None:
    """Nothing arrived."""
    with pytest.raises(AssertionError) as failed:
        chime.journal.assert_called()

    assert (
        str(failed.value)
        == "Expected at least one call with {'operation': None}, found 0.\nNone arrived."
    )


def test_a_misspelt_operation_is_an_error(chime: ChimeControl) -> None:
    """It would otherwise pass as never called."""
    with pytest.raises(ControlError) as refused:
        chime.journal.count("ListProxySession")

    assert (
        str(refused.value)
        == "There is no operation 'ListProxySession'; did you mean 'ListProxySessions'?"
    )


def test_can_be_cleared(client: Any, chime: ChimeControl) -> None:
    """What came before is forgotten."""
    client.list_voice_connectors()

    chime.journal.clear()

    assert chime.journal.calls() == []


def test_is_bounded() -> None:
    """The oldest calls are forgotten first."""
    from chime_proxy_mock.control.calls import ApiCall
    from chime_proxy_mock.control.journal import CAPACITY, Journal

    journal = Journal()
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
    for number in range(CAPACITY + 5):
        journal.add(ApiCall(str(number)).answered(noon, 200, None))

    kept = [call.request_id for call in journal]

    assert (len(kept), kept[0]) == (CAPACITY, "5")
