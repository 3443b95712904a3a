"""Proxy sessions: the record, its states, and the index that lists it.

A session is ``Open`` from its creation, ``InProgress`` while a call runs, and ``Closed``
from ``ExpiryMinutes`` after its creation, or from the end of the call that runs then.
Closing happens when somebody looks, but takes effect at the instant of expiry.
"""

import datetime
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace
from sortedcontainers import SortedList

# "1 to 720" in AWS's proxy sessions demo, "up to twelve hours" in its launch post;
# the service model has no maximum.
MAXIMUM_EXPIRY_MINUTES = 720

# Taking one position out of a list costs about as much as copying this many.
_REMOVALS_PER_REBUILD = 20


class ProxySessionStatus(str, Enum):
    """The states of a proxy session; the values are those of the API."""

    OPEN = "Open"
    IN_PROGRESS = "InProgress"
    CLOSED = "Closed"


class Record(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A value of the API: never changed, only replaced.

    A struct and no dataclass, because a mock may hold a million of them: structs are
    smaller, are made faster, and the garbage collector need not look at them.
    """


# What follows from annotations is checked where records are read from a document.
E164PhoneNumber = Annotated[str, Meta(pattern=r"^\+[1-9][0-9]{1,14}$")]
ExpiryMinutes = Annotated[int, Meta(ge=1, le=MAXIMUM_EXPIRY_MINUTES)]


class Participant(Record, frozen=True):
    """One of the two people of a session, with the number that stands for the other."""

    phone_number: E164PhoneNumber
    proxy_phone_number: E164PhoneNumber


class GeoMatchParams(Record, frozen=True):
    """Where the proxy number should be: ISO country code and area code, or empty."""

    country: str
    area_code: str


class ProxySession(Record, frozen=True, kw_only=True):
    """A proxy session as the API shows it; timestamps are aware and in UTC.

    https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ProxySession.html

    Attributes:
        position: Place in the creation order of all sessions; not shown by the API.
    """

    position: int
    voice_connector_id: str
    proxy_session_id: str
    name: str | None
    status: ProxySessionStatus
    expiry_minutes: ExpiryMinutes
    capabilities: tuple[str, ...]
    created_timestamp: datetime.datetime
    updated_timestamp: datetime.datetime
    ended_timestamp: datetime.datetime | None
    participants: tuple[Participant, Participant]
    number_selection_behavior: str | None
    geo_match_level: str | None
    geo_match_params: GeoMatchParams | None

    @property
    def expires_at(self) -> datetime.datetime:
        """When the session closes: ``ExpiryMinutes`` after its creation."""
        return self.created_timestamp + datetime.timedelta(minutes=self.expiry_minutes)

    def is_due(self, expires_at: datetime.datetime) -> bool:
        """Tell whether `expires_at` is when this session, still open, closes."""
        return self.status is ProxySessionStatus.OPEN and self.expires_at == expires_at

    def updated(
        self,
        *,
        capabilities: list[str],
        expiry_minutes: int | None,
        now: datetime.datetime,
    ) -> "ProxySession":
        """Return the session after UpdateProxySession; `None` keeps the expiry.

        The expiry still counts from the creation, so that a shorter one may close the
        session there and then.
        """
        session = replace(
            self,
            capabilities=in_api_order(capabilities),
            expiry_minutes=self.expiry_minutes if expiry_minutes is None else expiry_minutes,
            updated_timestamp=now,
        )
        return session.closed_if_expired(now)

    def in_progress(self, now: datetime.datetime) -> "ProxySession":
        """Return the session as it is while a call runs."""
        return replace(self, status=ProxySessionStatus.IN_PROGRESS, updated_timestamp=now)

    def hung_up(self, now: datetime.datetime) -> "ProxySession":
        """Return the session after its call: open, or closed if it expired meanwhile."""
        session = replace(self, status=ProxySessionStatus.OPEN, updated_timestamp=now)
        return session.closed_if_expired(now)

    def closed_if_expired(self, now: datetime.datetime) -> "ProxySession":
        """Return the session closed, if it is open and its expiry has come."""
        expired = self.status is ProxySessionStatus.OPEN and self.expires_at <= now
        return self.closed(now) if expired else self

    def closed(self, ended_at: datetime.datetime) -> "ProxySession":
        """Return the session as it is from `ended_at` on."""
        return replace(
            self,
            status=ProxySessionStatus.CLOSED,
            ended_timestamp=ended_at,
            updated_timestamp=ended_at,
        )


class CallStateError(ValueError):
    """A call cannot start or end on a session in this state."""

    def __init__(self, session: ProxySession, expected: ProxySessionStatus) -> None:
        super().__init__(
            f"ProxySession '{session.proxy_session_id}' is {session.status.value}, "
            f"not {expected.value}"
        )


def in_api_order(values: list[str]) -> tuple[str, ...]:
    """Return `values` sorted and without repeats, as AWS's samples show them."""
    return _in_api_order(frozenset(values))


@lru_cache
def _in_api_order(values: frozenset[str]) -> tuple[str, ...]:
    # Cached not for speed, but so that a million sessions share one tuple.
    return tuple(sorted(values))


def pair_up(first: str, second: str, proxy_phone_number: str) -> tuple[Participant, Participant]:
    """Return two participants in the API's order, who share one proxy number."""
    low, high = sorted((first, second))
    return Participant(low, proxy_phone_number), Participant(high, proxy_phone_number)


class ProxySessionIndex:
    """The sessions of one Voice Connector, by id and in order of creation.

    Adding, replacing and removing take O(log n); a page takes O(log n) plus its own
    length, with or without a status filter.
    """

    def __init__(self) -> None:
        self._sessions: dict[int, ProxySession] = {}
        self._positions_by_id: dict[str, int] = {}
        self._positions: SortedList[int] = SortedList()
        self._positions_by_status: dict[ProxySessionStatus, SortedList[int]] = {
            status: SortedList() for status in ProxySessionStatus
        }

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[ProxySession]:
        return iter(self._sessions.values())

    def count(self, status: ProxySessionStatus) -> int:
        """Return how many sessions are in this state."""
        return len(self._positions_by_status[status])

    def get(self, proxy_session_id: str) -> ProxySession | None:
        """Return the session with this id, or None."""
        position = self._positions_by_id.get(proxy_session_id)
        return None if position is None else self._sessions[position]

    def add(self, session: ProxySession) -> None:
        """Add a session whose position is new."""
        self._sessions[session.position] = session
        self._positions_by_id[session.proxy_session_id] = session.position
        self._positions.add(session.position)
        self._positions_by_status[session.status].add(session.position)

    def replace(self, session: ProxySession) -> None:
        """Put `session` in the place of its earlier version."""
        former = self._sessions[session.position]
        self._sessions[session.position] = session
        if former.status is not session.status:
            self._positions_by_status[former.status].remove(session.position)
            self._positions_by_status[session.status].add(session.position)

    def close(self, sessions: list[ProxySession]) -> None:
        """Put closed sessions in the place of their open versions, perhaps a great many."""
        positions_open = self._positions_by_status[ProxySessionStatus.OPEN]
        if len(sessions) * _REMOVALS_PER_REBUILD < len(positions_open):
            for session in sessions:
                self.replace(session)
            return
        closing = {session.position: session for session in sessions}
        self._sessions.update(closing)
        self._positions_by_status[ProxySessionStatus.CLOSED].update(closing)
        self._positions_by_status[ProxySessionStatus.OPEN] = SortedList(
            position for position in positions_open if position not in closing
        )

    def remove(self, session: ProxySession) -> None:
        """Remove a session."""
        status = self._sessions.pop(session.position).status
        del self._positions_by_id[session.proxy_session_id]
        self._positions.remove(session.position)
        self._positions_by_status[status].remove(session.position)

    def page(
        self, *, status: ProxySessionStatus | None, after: int | None, limit: int
    ) -> list[ProxySession]:
        """Return up to `limit` sessions, oldest first.

        Args:
            status: Only sessions in this state; None for all.
            after: Only sessions after this position; None for the first page.
            limit: How many at most.
        """
        positions = self._positions if status is None else self._positions_by_status[status]
        sessions = self._sessions
        return [
            sessions[position]
            for position in islice(positions.irange(after, inclusive=(False, True)), limit)
        ]
