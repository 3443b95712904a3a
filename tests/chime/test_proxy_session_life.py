"""The life of a proxy session: expiry, and updates."""

import datetime
from typing import Any

import freezegun
import pytest

from tests.chime.conftest import NOW, Advance
from tests.chime.test_proxy_sessions import get_session
from tests.conftest import SessionFactory


def after(**span: float) -> datetime.datetime:
    """Return the moment that is some time after `NOW`."""
    return NOW + datetime.timedelta(**span)


@pytest.mark.fidelity("session-expiry")
def test_session_is_open_until_its_expiry(
    advance: Advance, client: Any, create_session: SessionFactory
) -> None:
    """A millisecond before its expiry, a session is as it was created."""
    created = create_session(ExpiryMinutes=5)

    advance(minutes=5, milliseconds=-1)

    assert created == get_session(client, created)


@pytest.mark.fidelity("session-expiry", "session-closing-updates")
def test_session_closes_at_its_expiry(
    advance: Advance, client: Any, create_session: SessionFactory
) -> None:
    """ExpiryMinutes after its creation, Status and two timestamps change, and nothing else."""
    created = create_session(ExpiryMinutes=5)

    advance(minutes=5)

    changes = {
        "Status": "Closed",
        "EndedTimestamp": after(minutes=5),
        "UpdatedTimestamp": after(minutes=5),
    }
    assert {**created, **changes} == get_session(client, created)


@pytest.mark.fidelity("session-expiry", "session-closed-kept")
def test_session_ended_at_its_expiry_however_late_somebody_looks(
    advance: Advance, client: Any, create_session: SessionFactory
) -> None:
    """A year later a session is still there, and ended when it expired."""
    created = create_session(ExpiryMinutes=5)

    advance(days=365)

    assert after(minutes=5) == get_session(client, created)["EndedTimestamp"]


@pytest.mark.fidelity("timestamps", "session-expiry")
def test_expiry_is_counted_from_the_timestamp_that_is_shown(
    advance: Advance, client: Any, create_session: SessionFactory
) -> None:
    """What a millisecond leaves of the time of creation does not delay the expiry."""
    advance(microseconds=900)
    created = create_session(ExpiryMinutes=5)

    advance(minutes=5, microseconds=-900)

    assert (NOW, "Closed") == (created["CreatedTimestamp"], get_session(client, created)["Status"])


@pytest.mark.fidelity("session-expiry")
def test_expiry_follows_freezegun_too(client: Any, create_session: SessionFactory) -> None:
    """A clock that freezegun moves closes sessions just as well."""
    with freezegun.freeze_time(NOW) as frozen:
        created = create_session(ExpiryMinutes=5)
        frozen.move_to(after(minutes=5))
        session = get_session(client, created)

    assert after(minutes=5) == session["EndedTimestamp"]


@pytest.mark.fidelity("session-expiry")
def test_sessions_close_each_at_its_own_time(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Expiry goes by the session's own ExpiryMinutes, not by the order of creation."""
    for minutes in (30, 10, 20):
        create_session(ExpiryMinutes=minutes)

    advance(minutes=20)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]
    ended = [session.get("EndedTimestamp") for session in listed]
    assert [None, after(minutes=10), after(minutes=20)] == ended


@pytest.mark.fidelity("session-closed-kept")
def test_closed_session_is_listed(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session that expired a year ago is in the list of Closed ones."""
    session_id = create_session()["ProxySessionId"]

    advance(days=365)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id, Status="Closed")
    assert [session_id] == [session["ProxySessionId"] for session in listed["ProxySessions"]]


@pytest.mark.fidelity("session-in-progress")
def test_no_session_is_in_progress(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Neither an open session nor a closed one is listed as InProgress."""
    create_session(ExpiryMinutes=5)
    create_session(ExpiryMinutes=15)

    advance(minutes=10)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id, Status="InProgress")
    assert listed["ProxySessions"] == []


@pytest.mark.fidelity("session-update")
def test_update_replaces_capabilities(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Capabilities and UpdatedTimestamp change, the expiry and all else stay."""
    created = create_session(Name="one", Capabilities=["Voice", "SMS"])
    advance(seconds=90)

    updated = client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=created["ProxySessionId"],
        Capabilities=["Voice"],
    )["ProxySession"]

    changes = {"Capabilities": ["Voice"], "UpdatedTimestamp": after(seconds=90)}
    assert {**created, **changes} == updated


@pytest.mark.fidelity("session-update")
def test_get_answers_what_update_answered(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """An update is kept."""
    created = create_session()

    updated = client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=created["ProxySessionId"],
        Capabilities=["SMS"],
        ExpiryMinutes=90,
    )["ProxySession"]

    assert updated == get_session(client, created)


@pytest.mark.fidelity("session-update")
def test_update_needs_capabilities(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A new expiry alone is a bad request."""
    session_id = create_session()["ProxySessionId"]

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.update_proxy_session(
            VoiceConnectorId=connector_id, ProxySessionId=session_id, ExpiryMinutes=90
        )

    expected = (
        "1 validation error detected: Value at 'capabilities' failed to satisfy constraint: "
        "Member must not be null"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-update", "session-expiry-range")
def test_update_to_more_than_twelve_hours_is_a_bad_request(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """The range of ExpiryMinutes is that of creation."""
    session_id = create_session()["ProxySessionId"]

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.update_proxy_session(
            VoiceConnectorId=connector_id,
            ProxySessionId=session_id,
            Capabilities=["Voice"],
            ExpiryMinutes=721,
        )

    expected = "ExpiryMinutes must be between 1 and 720, not 721"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-update-expiry")
@pytest.mark.parametrize("minutes", [20, 90])
def test_updated_expiry_counts_from_the_creation(
    advance: Advance,
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    minutes: int,
) -> None:
    """After an update to a shorter or a longer expiry, the session ends at that age."""
    created = create_session(ExpiryMinutes=60)
    advance(minutes=10)
    client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=created["ProxySessionId"],
        Capabilities=["Voice"],
        ExpiryMinutes=minutes,
    )

    advance(days=1)

    assert after(minutes=minutes) == get_session(client, created)["EndedTimestamp"]


@pytest.mark.fidelity("session-update-expiry")
def test_session_outlives_the_expiry_that_an_update_replaced(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """The first expiry does not close a session that has got a longer one."""
    created = create_session(ExpiryMinutes=10)
    updated = client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=created["ProxySessionId"],
        Capabilities=["Voice"],
        ExpiryMinutes=20,
    )["ProxySession"]

    advance(minutes=15)

    assert updated == get_session(client, created)


@pytest.mark.fidelity("session-update-past")
@pytest.mark.parametrize("age", [10, 15])
def test_update_to_an_expiry_that_is_over_closes_the_session(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory, age: int
) -> None:
    """A session as old as its new expiry, or older, ends at the moment of the update."""
    created = create_session(ExpiryMinutes=60)
    advance(minutes=age)

    updated = client.update_proxy_session(
        VoiceConnectorId=connector_id,
        ProxySessionId=created["ProxySessionId"],
        Capabilities=["Voice"],
        ExpiryMinutes=10,
    )["ProxySession"]

    assert ("Closed", after(minutes=age)) == (updated["Status"], updated["EndedTimestamp"])


@pytest.mark.fidelity("session-update-closed")
def test_update_of_a_closed_session_is_a_bad_request(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A longer expiry does not bring a closed session back."""
    session_id = create_session(ExpiryMinutes=5)["ProxySessionId"]
    advance(minutes=5)

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.update_proxy_session(
            VoiceConnectorId=connector_id,
            ProxySessionId=session_id,
            Capabilities=["Voice"],
            ExpiryMinutes=60,
        )

    expected = f"ProxySession with Id '{session_id}' is Closed"
    assert expected == refusal.value.response["Error"]["Message"]
