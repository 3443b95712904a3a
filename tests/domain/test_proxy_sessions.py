"""What happens to the record of a proxy session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.proxy_sessions import (
    Participant,
    ProxySessionStatus,
    in_api_order,
    pair_up,
)
from tests.domain.records import NOON, minutes, open_session

capability_lists = st.lists(st.sampled_from(["Voice", "SMS"]))


def test_expires_its_minutes_after_creation() -> None:
    """The expiry is ExpiryMinutes after the creation."""
    session = open_session(expiry_minutes=90)

    assert NOON + minutes(90) == session.expires_at


def test_open_session_is_due_at_its_expiry() -> None:
    """An open session closes at the expiry that it has."""
    session = open_session(expiry_minutes=60)

    assert session.is_due(NOON + minutes(60))


def test_session_is_not_due_at_an_expiry_it_no_longer_has() -> None:
    """An expiry that was changed meanwhile closes nothing."""
    session = open_session(expiry_minutes=60)

    assert not session.is_due(NOON + minutes(30))


def test_closed_session_is_not_due() -> None:
    """What is closed does not close again."""
    session = open_session(expiry_minutes=60).closed(NOON + minutes(60))

    assert not session.is_due(NOON + minutes(60))


def test_update_moves_the_updated_timestamp() -> None:
    """An update is a change, and its moment is noted."""
    updated = open_session().updated(
        capabilities=["Voice"], expiry_minutes=None, now=NOON + minutes(5)
    )

    assert NOON + minutes(5) == updated.updated_timestamp


def test_update_replaces_the_capabilities() -> None:
    """Capabilities are not added up."""
    updated = open_session().updated(capabilities=["Voice"], expiry_minutes=None, now=NOON)

    assert updated.capabilities == ("Voice",)


def test_update_without_expiry_keeps_it() -> None:
    """An update that names no expiry leaves it alone."""
    updated = open_session(expiry_minutes=90).updated(
        capabilities=["Voice"], expiry_minutes=None, now=NOON + minutes(5)
    )

    assert NOON + minutes(90) == updated.expires_at


def test_new_expiry_counts_from_the_creation() -> None:
    """A new expiry does not start again at the update."""
    updated = open_session(expiry_minutes=90).updated(
        capabilities=["Voice"], expiry_minutes=30, now=NOON + minutes(5)
    )

    assert NOON + minutes(30) == updated.expires_at


@pytest.mark.parametrize(
    ("expiry_minutes", "status"),
    [
        (29, ProxySessionStatus.CLOSED),
        (30, ProxySessionStatus.CLOSED),
        (31, ProxySessionStatus.OPEN),
    ],
)
def test_expiry_that_has_passed_closes_at_once(
    expiry_minutes: int, status: ProxySessionStatus
) -> None:
    """Half an hour after its creation, an expiry of up to half an hour closes a session."""
    updated = open_session(expiry_minutes=60).updated(
        capabilities=["Voice"], expiry_minutes=expiry_minutes, now=NOON + minutes(30)
    )

    assert status is updated.status


def test_closed_by_an_update_ends_at_the_update() -> None:
    """A session that an update closes was open until then, so it ends then."""
    updated = open_session(expiry_minutes=60).updated(
        capabilities=["Voice"], expiry_minutes=10, now=NOON + minutes(30)
    )

    assert NOON + minutes(30) == updated.ended_timestamp


def test_closing_notes_the_moment() -> None:
    """A closed session ended, and was last updated, at the moment given."""
    closed = open_session().closed(NOON + minutes(60))

    assert (NOON + minutes(60), NOON + minutes(60)) == (
        closed.ended_timestamp,
        closed.updated_timestamp,
    )


@given(values=capability_lists)
def test_api_order_is_alphabetical_without_repeats(values: list[str]) -> None:
    """The order of the request is not kept, nor is a capability named twice."""
    ordered = in_api_order(values)

    assert tuple(value for value in ("SMS", "Voice") if value in values) == ordered


@pytest.mark.parametrize(
    ("first", "second"),
    [("+14015550101", "+12065550100"), ("+12065550100", "+14015550101")],
)
def test_participants_come_sorted_with_one_proxy_number(first: str, second: str) -> None:
    """Whoever is named first, the lower number comes first, and both get the same number."""
    participants = pair_up(first, second, "+19135550102")

    assert (
        Participant("+12065550100", "+19135550102"),
        Participant("+14015550101", "+19135550102"),
    ) == participants
