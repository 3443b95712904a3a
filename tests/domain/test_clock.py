"""The clock, under the libraries with which tests move time."""

import datetime
import re

import time_machine
from freezegun import freeze_time

from chime_proxy_mock.domain.clock import Clock

_MOMENT = "2026-03-01T12:34:56.789999+00:00"


def test_now_is_aware_and_in_utc() -> None:
    """The time has a zone, and the zone is UTC."""
    now = Clock().now()

    assert datetime.timezone.utc == now.tzinfo


def test_now_agrees_with_the_system() -> None:
    """Nobody moves the time, so it is the system's, cut to the millisecond."""
    before = datetime.datetime.now(datetime.timezone.utc)

    now = Clock().now()

    after = datetime.datetime.now(datetime.timezone.utc)
    assert before - datetime.timedelta(milliseconds=1) < now <= after


def test_time_machine_moves_it() -> None:
    """time-machine sets the time, of which whole milliseconds are kept, rounded down."""
    with time_machine.travel(datetime.datetime.fromisoformat(_MOMENT), tick=False):
        now = Clock().now()

    assert now.isoformat() == "2026-03-01T12:34:56.789000+00:00"


def test_freezegun_moves_it() -> None:
    """Freezegun sets the time, of which whole milliseconds are kept, rounded down."""
    with freeze_time(_MOMENT):
        now = Clock().now()

    assert now.isoformat() == "2026-03-01T12:34:56.789000+00:00"


def test_time_zone_of_the_machine_does_not_matter() -> None:
    """A local time of another zone is shown as the same moment in UTC."""
    local = datetime.datetime(
        2026, 3, 1, 21, 34, 56, tzinfo=datetime.timezone(datetime.timedelta(hours=9))
    )

    with time_machine.travel(local, tick=False):
        now = Clock().now()

    assert re.fullmatch(r"2026-03-01T12:34:56(\.000000)?\+00:00", now.isoformat())
