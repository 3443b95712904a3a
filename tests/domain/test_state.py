"""Connectors, sessions, numbers and expiries, and how they hang together."""

import pytest
from msgspec.structs import replace

from chime_proxy_mock.domain.errors import (
    InvalidResourceError,
    ProxySessionNotFoundError,
    VoiceConnectorNotFoundError,
)
from chime_proxy_mock.domain.proxy_sessions import ProxySession, ProxySessionStatus, pair_up
from chime_proxy_mock.domain.state import ChimeState
from chime_proxy_mock.domain.voice_connectors import VoiceConnectorState
from tests.domain.records import NOON, connector, minutes, open_session

PAIR = ("+12065550100", "+14015550101")


@pytest.fixture
def state() -> ChimeState:
    """A state with one connector."""
    state = ChimeState()
    add_connector(state, "connector-1")
    return state


def add_connector(state: ChimeState, voice_connector_id: str) -> VoiceConnectorState:
    """Add a connector."""
    added = VoiceConnectorState(state.next_position(), connector(voice_connector_id))
    state.add_voice_connector(added)
    return added


def add_session(state: ChimeState, *, expiry_minutes: int = 60) -> ProxySession:
    """Add a session that has the only number of a small country."""
    number = allocate(state)
    session = replace(
        open_session(state.next_position(), expiry_minutes=expiry_minutes),
        participants=pair_up(*PAIR, number),
    )
    state.add_proxy_session(session)
    return session


def allocate(state: ChimeState) -> str:
    """Take the only number of Tristan da Cunha, if it is free."""
    return state.number_pool.allocate(PAIR, country="TA", area_code=None, sticky=True)


def status_of(state: ChimeState, session: ProxySession) -> ProxySessionStatus:
    """Return the status that a session has now."""
    found = state.find_proxy_session(session.voice_connector_id, session.proxy_session_id)
    return found.status


def test_positions_rise() -> None:
    """Each position is larger than those before."""
    state = ChimeState()

    positions = [state.next_position() for _ in range(5)]

    assert sorted(set(positions)) == positions


@pytest.mark.parametrize("early", [0.01, 0])
def test_session_closes_at_its_expiry(state: ChimeState, early: float) -> None:
    """A session is open until the instant of its expiry, and closed from then on."""
    session = add_session(state, expiry_minutes=60)

    state.close_expired_sessions(NOON + minutes(60 - early))

    expected = ProxySessionStatus.OPEN if early else ProxySessionStatus.CLOSED
    assert expected is status_of(state, session)


def test_session_closes_when_it_was_due(state: ChimeState) -> None:
    """However late anybody looks, a session ended at its expiry."""
    session = add_session(state, expiry_minutes=60)

    state.close_expired_sessions(NOON + minutes(600))

    closed = state.find_proxy_session("connector-1", session.proxy_session_id)
    assert NOON + minutes(60) == closed.ended_timestamp


@pytest.mark.parametrize("expiry_minutes", [30, 90], ids=["earlier", "later"])
def test_session_closes_at_the_expiry_that_it_has_now(
    state: ChimeState, expiry_minutes: int
) -> None:
    """When the expiry is changed, the former one closes nothing."""
    session = add_session(state, expiry_minutes=60)
    state.replace_proxy_session(session, replace(session, expiry_minutes=expiry_minutes))

    state.close_expired_sessions(NOON + minutes(expiry_minutes - 1))
    before = status_of(state, session)
    state.close_expired_sessions(NOON + minutes(expiry_minutes))

    assert (ProxySessionStatus.OPEN, ProxySessionStatus.CLOSED) == (
        before,
        status_of(state, session),
    )


def test_expiry_of_a_removed_session_does_not_matter(state: ChimeState) -> None:
    """What is gone does not close."""
    session = add_session(state)
    state.remove_proxy_session(session)

    state.close_expired_sessions(NOON + minutes(60))

    with pytest.raises(ProxySessionNotFoundError):
        status_of(state, session)


def test_expiry_on_a_removed_connector_does_not_matter(state: ChimeState) -> None:
    """What went with its connector does not close."""
    session = add_session(state)
    state.remove_voice_connector(state.find_voice_connector("connector-1"))

    state.close_expired_sessions(NOON + minutes(60))

    with pytest.raises(VoiceConnectorNotFoundError):
        status_of(state, session)


def test_number_is_free_when_the_session_expires(state: ChimeState) -> None:
    """The number of a session that is over can be had again."""
    session = add_session(state, expiry_minutes=60)

    state.close_expired_sessions(NOON + minutes(60))

    assert session.participants[0].proxy_phone_number == allocate(state)


def test_number_is_free_when_the_session_is_removed(state: ChimeState) -> None:
    """The number of a session that was deleted can be had again."""
    session = add_session(state)

    state.remove_proxy_session(session)

    assert session.participants[0].proxy_phone_number == allocate(state)


def test_number_is_free_when_the_connector_is_removed(state: ChimeState) -> None:
    """The numbers of a connector's sessions can be had again when it is deleted."""
    session = add_session(state)

    state.remove_voice_connector(state.find_voice_connector("connector-1"))

    assert session.participants[0].proxy_phone_number == allocate(state)


@pytest.mark.parametrize("whole_connector", [False, True], ids=["session", "connector"])
def test_number_of_a_closed_session_is_given_back_once(
    state: ChimeState, whole_connector: bool
) -> None:
    """Removing a closed session does not free the number, which others may have by now."""
    closed = add_session(state, expiry_minutes=60)
    state.close_expired_sessions(NOON + minutes(60))
    number = allocate(state)

    if whole_connector:
        state.remove_voice_connector(state.find_voice_connector("connector-1"))
    else:
        state.remove_proxy_session(state.find_proxy_session("connector-1", closed.proxy_session_id))

    state.number_pool.release(PAIR, number)
    assert number == allocate(state)


@pytest.mark.parametrize(
    ("after", "limit", "expected"),
    [
        (None, 10, ["a", "b", "c"]),
        (None, 2, ["a", "b"]),
        (1, 10, ["b", "c"]),
        (2, 10, ["c"]),
        (3, 10, []),
    ],
)
def test_page_of_connectors(after: int | None, limit: int, expected: list[str]) -> None:
    """Connectors are listed oldest first, after a position, up to a number."""
    state = ChimeState()
    for voice_connector_id in "abc":
        add_connector(state, voice_connector_id)

    page = state.page_of_voice_connectors(after, limit)

    assert expected == [each.voice_connector.voice_connector_id for each in page]


def test_connector_is_found_by_its_arn(state: ChimeState) -> None:
    """Tags are reached by ARN."""
    expected = state.find_voice_connector("connector-1")

    found = state.find_tagged(expected.voice_connector.voice_connector_arn)

    assert expected is found


@pytest.mark.parametrize(
    "resource_arn",
    [
        "",
        "connector-1",
        "arn:aws:chime:us-east-1:123456789012:vc/",
        "arn:aws:chime:us-east-1:123456789012:meeting/connector-1",
        "arn:aws:s3:us-east-1:123456789012:vc/connector-1",
        "arn:aws:chime:us-east-1:123456789012:vc/connector-1\n",
    ],
)
def test_arn_of_something_else_is_invalid(state: ChimeState, resource_arn: str) -> None:
    """An ARN that can be no Voice Connector's is a bad request."""
    with pytest.raises(InvalidResourceError):
        state.find_tagged(resource_arn)


@pytest.mark.parametrize(
    "resource_arn",
    [
        "arn:aws:chime:us-east-1:123456789012:vc/connector-2",
        "arn:aws:chime:us-west-2:123456789012:vc/connector-1",
        "arn:aws:chime:us-east-1:210987654321:vc/connector-1",
        "arn:aws-cn:chime:us-east-1:123456789012:vc/connector-1",
    ],
)
def test_arn_of_no_connector_is_not_found(state: ChimeState, resource_arn: str) -> None:
    """An ARN must be right in each of its parts."""
    with pytest.raises(VoiceConnectorNotFoundError):
        state.find_tagged(resource_arn)
