"""Phone calls on sessions: InProgress while they run, and no expiry before they end."""

from typing import Any

import pytest

from chime_proxy_mock import ChimeControl, ControlError
from tests.control.conftest import Stage, make_client, session_ids, statuses


@pytest.fixture
def session_id(client: Any, connector_id: str) -> str:
    """The oldest of the connector's three sessions."""
    return session_ids(client, connector_id)[0]


@pytest.mark.fidelity("session-in-progress")
def test_a_call_makes_the_session_in_progress(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """While a call runs, the session is listed as InProgress and not as Open."""
    chime.calls.start(session_id)

    assert [session_id] == session_ids(client, connector_id, Status="InProgress")
    assert len(session_ids(client, connector_id, Status="Open")) == 2


@pytest.mark.fidelity("session-in-progress")
def test_the_session_is_open_again_after_the_call(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """A session can have one call after the other."""
    for _ in range(2):
        chime.calls.start(session_id)
        chime.calls.end(session_id)

    assert statuses(client, connector_id) == ["Open"] * 3


def test_starting_and_ending_move_the_updated_timestamp(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """A change of the status is an update."""
    chime.clock.freeze()
    chime.clock.advance(minutes=1)
    started_at = chime.clock.now()
    chime.calls.start(session_id)
    during = client.get_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)
    ended_at = chime.clock.advance(minutes=1)
    chime.calls.end(session_id)
    after = client.get_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)

    assert started_at == during["ProxySession"]["UpdatedTimestamp"]
    assert ended_at == after["ProxySession"]["UpdatedTimestamp"]


@pytest.mark.fidelity("session-expiry-in-progress")
def test_expiry_waits_for_the_end_of_the_call(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """A session that expires during a call closes when the call ends."""
    chime.clock.freeze()
    chime.calls.start(session_id)
    chime.clock.advance(minutes=800)
    during = statuses(client, connector_id)

    chime.calls.end(session_id)

    session = client.get_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)
    assert during == ["InProgress", "Closed", "Closed"]
    assert session["ProxySession"]["Status"] == "Closed"
    assert chime.clock.now() == session["ProxySession"]["EndedTimestamp"]


def test_an_update_during_a_call_does_not_close_the_session(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """A shorter expiry that is past already waits for the end of the call, too."""
    chime.clock.freeze()
    chime.calls.start(session_id)
    chime.clock.advance(minutes=30)

    updated = client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=session_id,
        Capabilities=["Voice"],
        ExpiryMinutes=10,
    )
    chime.calls.end(session_id)

    assert updated["ProxySession"]["Status"] == "InProgress"
    assert [session_id] == session_ids(client, connector_id, Status="Closed")


def test_a_session_can_be_deleted_during_a_call(
    client: Any, chime: ChimeControl, connector_id: str, session_id: str
) -> None:
    """Then there is no call to end."""
    chime.calls.start(session_id)
    client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)

    with pytest.raises(ControlError) as refused:
        chime.calls.end(session_id)

    assert f"There is no proxy session '{session_id}'" == str(refused.value)


def test_one_call_at_a_time(chime: ChimeControl, session_id: str) -> None:
    """A second call on the same session is refused."""
    chime.calls.start(session_id)

    with pytest.raises(ControlError) as refused:
        chime.calls.start(session_id)

    assert f"ProxySession '{session_id}' is InProgress, not Open" == str(refused.value)


def test_no_call_to_end(chime: ChimeControl, session_id: str) -> None:
    """Ending what has not begun is refused."""
    with pytest.raises(ControlError) as refused:
        chime.calls.end(session_id)

    assert f"ProxySession '{session_id}' is Open, not InProgress" == str(refused.value)


def test_no_call_on_a_closed_session(chime: ChimeControl, session_id: str) -> None:
    """A closed session has no number to call."""
    chime.clock.advance(minutes=720)

    with pytest.raises(ControlError) as refused:
        chime.calls.start(session_id)

    assert f"ProxySession '{session_id}' is Closed, not Open" == str(refused.value)


def test_finds_sessions_of_other_regions(stage: Stage) -> None:
    """The id of the session is enough, wherever it is."""
    (voice_connector_id,) = stage.chime.state.seed(sessions_per_connector=1, region="us-west-2")
    client = make_client(stage, "us-west-2")
    (session_id,) = session_ids(client, voice_connector_id)

    stage.chime.calls.start(session_id)

    assert statuses(client, voice_connector_id) == ["InProgress"]
