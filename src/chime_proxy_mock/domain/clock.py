"""The mock's time, and the one place where it is read."""

import datetime
from threading import Lock

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
LAST_YEAR = 9000


class Clock:
    """The machine's time, unless it was moved or stopped.

    It stands on top of what freezegun or time-machine say, so all three agree.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._offset = datetime.timedelta()
        self._frozen_at: datetime.datetime | None = None

    def now(self) -> datetime.datetime:
        """Return the present moment as an aware UTC datetime, in whole milliseconds.

        The service's timestamps carry milliseconds, so nothing finer is kept: what a
        client reads back is exactly what the mock computes with.
        """
        frozen_at = self._frozen_at
        return _machine_time() + self._offset if frozen_at is None else frozen_at

    @property
    def is_frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen_at is not None

    def advance(self, by: datetime.timedelta) -> None:
        """Move time forward; a stopped clock stays stopped.

        Raises:
            OverflowError: The mock's time would end.
        """
        _check_reachable(self.now() + by)
        with self._lock:
            if self._frozen_at is None:
                self._offset += by
            else:
                self._frozen_at += by

    def freeze(self, at: datetime.datetime | None = None) -> None:
        """Stop time, now or at another moment (aware, in UTC).

        Raises:
            OverflowError: The mock's time would end.
        """
        moment = _whole_milliseconds(at) if at else self.now()
        _check_reachable(moment)
        with self._lock:
            self._frozen_at = moment

    def resume(self) -> None:
        """Let time run on from the moment at which it was stopped."""
        with self._lock:
            if self._frozen_at is not None:
                self._offset = self._frozen_at - _machine_time()
                self._frozen_at = None

    def set(self, now: datetime.datetime, *, frozen: bool) -> None:
        """Go to a moment (aware, in UTC), and stop or run on from there."""
        self.freeze(now)
        if not frozen:
            self.resume()


def _check_reachable(moment: datetime.datetime) -> None:
    # Past it, computing an expiry would fail.
    if moment.year > LAST_YEAR:
        raise OverflowError(f"The clock goes to the year {LAST_YEAR}")


def _machine_time() -> datetime.datetime:
    # The class is looked up at call time, which lets freezegun and time-machine move it;
    # the sum is a datetime proper, which freezegun's are not.
    now = datetime.datetime.now(datetime.timezone.utc)
    return _whole_milliseconds(_EPOCH + (now - _EPOCH))


def _whole_milliseconds(moment: datetime.datetime) -> datetime.datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
