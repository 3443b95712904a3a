"""When which session closes."""

import datetime
from collections.abc import Iterator
from heapq import heappop, heappush

from chime_proxy_mock.domain.proxy_sessions import ProxySession


class ExpiryQueue:
    """Sessions by the instant at which they expire.

    Nothing is taken out early: when its instant comes, whoever asks finds that a session
    is gone, closed or has another expiry by then, and leaves it alone.
    """

    def __init__(self) -> None:
        self._instants: list[datetime.datetime] = []
        self._sessions: dict[datetime.datetime, list[ProxySession]] = {}

    def add(self, session: ProxySession) -> None:
        """Note when a session expires, at its creation and whenever that changes."""
        instant = session.expires_at
        sessions = self._sessions.get(instant)
        if sessions is None:
            heappush(self._instants, instant)
            self._sessions[instant] = [session]
        else:
            sessions.append(session)

    def pop_due(self, now: datetime.datetime) -> Iterator[tuple[datetime.datetime, ProxySession]]:
        """Remove and yield what is due: the instant, and a session as it was when added."""
        while self._instants and self._instants[0] <= now:
            instant = heappop(self._instants)
            for session in self._sessions.pop(instant):
                yield instant, session
