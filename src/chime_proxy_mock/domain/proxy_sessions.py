"""Proxy sessions: the record, its states, and the index that lists it.

A session is ``Open`` from its creation, and ``Closed`` from ``ExpiryMinutes`` after it.
Closing happens when somebody looks, but takes effect at the instant of expiry.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from sortedcontainers import SortedList


class ProxySessionStatus(str, Enum):
    """The states of a proxy session; the values are those of the API."""

    OPEN = "Open"
    IN_PROGRESS = "InProgress"
    CLOSED = "Closed"


@dataclass(frozen=True, slots=True)
class Participant:
    """One of the two people of a session, with the number that stands for the other."""

    phone_number: str
    proxy_phone_number: str


@dataclass(frozen=True, slots=True)
class GeoMatchParams:
    """Where the proxy number should be: ISO country code and area code, or empty."""

    country: str
    area_code: str


@dataclass(frozen=True, slots=True)
class ProxySession:
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
    expiry_minutes: int
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
        return session.closed(now) if session.expires_at <= now else session

    def closed(self, ended_at: datetime.datetime) -> "ProxySession":
        """Return the session as it is from `ended_at` on."""
        return replace(
            self,
            status=ProxySessionStatus.CLOSED,
            ended_timestamp=ended_at,
            updated_timestamp=ended_at,
        )


def in_api_order(values: list[str]) -> tuple[str, ...]:
    """Return `values` sorted and without repeats, as AWS's samples show them."""
    return tuple(sorted(set(values)))


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
        self._by_id: dict[str, ProxySession] = {}
        self._ids_by_position: dict[int, str] = {}
        self._positions: SortedList[int] = SortedList()
        self._positions_by_status: dict[ProxySessionStatus, SortedList[int]] = {
            status: SortedList() for status in ProxySessionStatus
        }

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[ProxySession]:
        return iter(self._by_id.values())

    def get(self, proxy_session_id: str) -> ProxySession | None:
        """Return the session with this id, or None."""
        return self._by_id.get(proxy_session_id)

    def add(self, session: ProxySession) -> None:
        """Add a session whose position is new."""
        self._by_id[session.proxy_session_id] = session
        self._ids_by_position[session.position] = session.proxy_session_id
        self._positions.add(session.position)
        self._positions_by_status[session.status].add(session.position)

    def replace(self, session: ProxySession) -> None:
        """Put `session` in the place of the session with its id."""
        former = self._by_id[session.proxy_session_id]
        self._by_id[session.proxy_session_id] = session
        if former.status is not session.status:
            self._positions_by_status[former.status].remove(former.position)
            self._positions_by_status[session.status].add(session.position)

    def remove(self, session: ProxySession) -> None:
        """Remove the session with this id."""
        former = self._by_id.pop(session.proxy_session_id)
        del self._ids_by_position[former.position]
        self._positions.remove(former.position)
        self._positions_by_status[former.status].remove(former.position)

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
        return [
            self._by_id[self._ids_by_position[position]]
            for position in islice(positions.irange(after, inclusive=(False, True)), limit)
        ]
