"""The one place where the mock reads the time."""

import datetime


def utc_now() -> datetime.datetime:
    """Return the present moment as an aware UTC datetime, in whole milliseconds.

    The service's timestamps carry milliseconds, so nothing finer is kept: what a
    client reads back is exactly what the mock computes with. The class is looked up
    at call time, which lets freezegun and time-machine move it.
    """
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
