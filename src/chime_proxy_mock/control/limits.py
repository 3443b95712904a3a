"""Limits that a test sets: rates of calls, and quotas."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from chime_proxy_mock.control.calls import ApiCall, Scope


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: datetime.datetime


@dataclass(slots=True)
class RateLimit:
    """At most so many calls a second, for each account and Region on its own.

    A token bucket on the mock's clock: it holds one second's worth of calls, at least
    one, and is full at the beginning.
    """

    operation: str
    scope: Scope
    per_second: float
    throttled: int = 0
    _buckets: dict[tuple[str | None, str | None], _Bucket] = field(default_factory=dict)

    def admits(self, call: ApiCall, now: datetime.datetime) -> bool:
        """Tell whether a call in its scope is within the limit, and count it."""
        capacity = max(1.0, self.per_second)
        bucket = self._buckets.setdefault((call.account_id, call.region), _Bucket(capacity, now))
        elapsed_seconds = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(capacity, bucket.tokens + elapsed_seconds * self.per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            self.throttled += 1
            return False
        bucket.tokens -= 1
        return True


class Limits:
    """The limits in force. By default there are none, though AWS has some.

    Attributes:
        voice_connectors: How many an account may have in a Region, or None.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._rates: dict[Scope, RateLimit] = {}
        self.voice_connectors: int | None = None

    def __iter__(self) -> Iterator[RateLimit]:
        with self._lock:
            return iter(list(self._rates.values()))

    def set_rate(self, operation: str, scope: Scope, per_second: float) -> None:
        """Limit the rate of the calls in a scope, in place of the limit it may have."""
        with self._lock:
            self._rates[scope] = RateLimit(operation, scope, per_second)

    def clear(self) -> None:
        """Remove all limits."""
        with self._lock:
            self._rates = {}
            self.voice_connectors = None

    def admit(self, call: ApiCall, now: datetime.datetime) -> bool:
        """Tell whether a call is within all rates; the first that it breaks counts it."""
        if not self._rates:
            return True
        with self._lock:
            limits = [limit for limit in self._rates.values() if limit.scope.covers(call)]
            return all(limit.admits(call, now) for limit in limits)
