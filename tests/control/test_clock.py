"""The clock: advance, stop, run on; sessions expire by it."""

import datetime

import pytest
import time_machine
from freezegun import freeze_time

from chime_proxy_mock import ChimeControl, ControlError
from tests.control.conftest import Stage, make_client, statuses

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)


def test_advancing_closes_sessions(stage: Stage, connector_id: str) -> None:
    """Sessions expire by the mock's clock, at the instant of their expiry."""
    client = make_client(stage)
    stage.chime.clock.freeze()

    stage.chime.clock.advance(minutes=719)
    before = statuses(client, connector_id)
    stage.chime.clock.advance(minutes=1)
    after = statuses(client, connector_id)

    assert before == ["Open"] * 3
    assert after == ["Closed"] * 3


def test_stops_at_a_moment(chime: ChimeControl) -> None:
    """A stopped clock shows the moment at which it was stopped."""
    frozen = chime.clock.freeze(NOON)

    assert NOON == frozen == chime.clock.now()
    assert chime.clock.show().is_frozen


def test_a_stopped_clock_can_be_advanced(chime: ChimeControl) -> None:
    """It stays stopped."""
    chime.clock.freeze(NOON)

    advanced = chime.clock.advance(days=1, hours=1, minutes=1, seconds=1)

    assert datetime.datetime(2026, 3, 2, 13, 1, 1, tzinfo=datetime.timezone.utc) == advanced
    assert advanced == chime.clock.now()


def test_runs_on_from_where_it_was_stopped(chime: ChimeControl) -> None:
    """Resuming does not jump back to the machine's time."""
    chime.clock.freeze(NOON)

    chime.clock.resume()

    shown = chime.clock.show()
    assert not shown.is_frozen
    assert NOON <= shown.now < NOON + datetime.timedelta(hours=1)


def test_resuming_a_running_clock_changes_nothing(chime: ChimeControl) -> None:
    """It runs on as it did."""
    with time_machine.travel(NOON, tick=False):
        chime.clock.advance(hours=1)
        chime.clock.resume()

        assert NOON + datetime.timedelta(hours=1) == chime.clock.now()


def test_agrees_with_time_machine(chime: ChimeControl) -> None:
    """The mock's clock stands on top of the time that time-machine makes."""
    with time_machine.travel(NOON, tick=False):
        chime.clock.advance(minutes=5)

        assert NOON + datetime.timedelta(minutes=5) == chime.clock.now()


def test_agrees_with_freezegun(chime: ChimeControl) -> None:
    """The mock's clock stands on top of the time that freezegun makes."""
    with freeze_time(NOON):
        chime.clock.advance(minutes=5)

        assert NOON + datetime.timedelta(minutes=5) == chime.clock.now()


def test_answers_carry_the_time(stage: Stage) -> None:
    """Timestamps and the Date header come from the mock's clock."""
    stage.chime.clock.freeze(NOON)

    created = make_client(stage).create_voice_connector(Name="a", RequireEncryption=True)

    assert created["VoiceConnector"]["CreatedTimestamp"] == NOON
    headers = created["ResponseMetadata"]["HTTPHeaders"]
    assert headers["date"] == "Sun, 01 Mar 2026 12:00:00 GMT"


def test_other_time_zones_are_understood(chime: ChimeControl) -> None:
    """A moment may be given in any time zone."""
    zone = datetime.timezone(datetime.timedelta(hours=2))

    assert chime.clock.freeze(datetime.datetime(2026, 3, 1, 14, tzinfo=zone)) == NOON


def test_a_moment_without_time_zone_is_refused(chime: ChimeControl) -> None:
    """The message shows what is missing."""
    with pytest.raises(ControlError) as refused:
        chime.clock.freeze(NOON.replace(tzinfo=None))

    assert str(refused.value) == "A moment needs a time zone, e.g. 2026-03-01T12:00:00Z"


def test_advancing_by_nothing_is_refused(chime: ChimeControl) -> None:
    """The message says what to pass."""
    with pytest.raises(ControlError) as refused:
        chime.clock.advance()

    assert str(refused.value) == "Say how far: days, hours, minutes or seconds"


def test_going_back_is_refused(chime: ChimeControl) -> None:
    """Time can be set back by freezing only."""
    with pytest.raises(ControlError) as refused:
        chime.clock.advance(minutes=-1)

    assert str(refused.value) == "clock/advance: Expected `float` >= 0.0 - at `$.minutes`"


@pytest.mark.parametrize("days", [3_000_000, 1e12])
def test_the_end_of_time_is_refused(chime: ChimeControl, days: float) -> None:
    """The clock stays where it was."""
    chime.clock.freeze(NOON)

    with pytest.raises(ControlError, match="The clock cannot go that far"):
        chime.clock.advance(days=days)

    assert chime.clock.now() == NOON


def test_freezing_past_the_end_of_time_is_refused(chime: ChimeControl) -> None:
    """The message names the limit."""
    with pytest.raises(ControlError) as refused:
        chime.clock.freeze(NOON.replace(year=9500))

    assert str(refused.value) == "The clock goes to the year 9000"
