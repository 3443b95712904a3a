"""The queue of sessions that will expire."""

import datetime
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.expiry import ExpiryQueue
from chime_proxy_mock.domain.proxy_sessions import ProxySession
from tests.domain.records import NOON, minutes, open_session


def queue_of(*expiries: int) -> ExpiryQueue:
    """Return a queue of sessions from position 1 on, by their ExpiryMinutes."""
    queue = ExpiryQueue()
    for position, expiry_minutes in enumerate(expiries, start=1):
        queue.add(open_session(position, expiry_minutes=expiry_minutes))
    return queue


def ids(
    due: Iterable[tuple[datetime.datetime, ProxySession]],
) -> list[tuple[datetime.datetime, str]]:
    """Return what is due, with ids in place of sessions."""
    return [(instant, session.proxy_session_id) for instant, session in due]


def test_session_is_due_at_the_instant_of_its_expiry() -> None:
    """A session expires at its expiry, not after it."""
    queue = queue_of(60)

    due = ids(queue.pop_due(NOON + minutes(60)))

    assert [(NOON + minutes(60), "session-1")] == due


def test_session_is_not_due_a_millisecond_before() -> None:
    """Nothing expires early."""
    queue = queue_of(60)

    due = list(queue.pop_due(NOON + minutes(60) - datetime.timedelta(milliseconds=1)))

    assert due == []


def test_session_is_due_once() -> None:
    """What was due is gone from the queue."""
    queue = queue_of(60)
    list(queue.pop_due(NOON + minutes(60)))

    due = list(queue.pop_due(NOON + minutes(61)))

    assert due == []


def test_session_is_due_at_each_expiry_it_had() -> None:
    """An expiry that was changed stays in the queue: whoever asks must look."""
    queue = queue_of(60)
    queue.add(open_session(1, expiry_minutes=30))

    due = [instant for instant, _ in queue.pop_due(NOON + minutes(60))]

    assert [NOON + minutes(30), NOON + minutes(60)] == due


@given(
    expiries=st.lists(st.integers(1, 720)),
    looks=st.lists(st.integers(0, 800)).map(sorted),
)
def test_all_that_is_due_comes_in_order(expiries: list[int], looks: list[int]) -> None:
    """However often one looks, all that is due comes once, by expiry, then by age."""
    queue = queue_of(*expiries)

    due = [entry for look in looks for entry in ids(queue.pop_due(NOON + minutes(look)))]

    last_look = max(looks, default=0)
    expected = sorted(
        (expiry, position)
        for position, expiry in enumerate(expiries, start=1)
        if expiry <= last_look
    )
    assert [(NOON + minutes(expiry), f"session-{position}") for expiry, position in expected] == due
