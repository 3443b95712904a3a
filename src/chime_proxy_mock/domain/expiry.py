"""When which session closes."""

import datetime
from collections.abc import Iterator
from heapq import heappop, heappush

from chime_proxy_mock.domain.proxy_sessions import ProxySession


class ExpiryQueue:
    """Sessions by the time at which they expire.

    Entries are never taken out early: when their time comes, whoever asks finds that
    the session is gone, closed or has another expiry by then, and leaves it alone.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[datetime.datetime, int, str, str]] = []

    def add(self, session: ProxySession) -> None:
        """Note when a session expires, at its creation and whenever that changes."""
        heappush(
            self._entries,
            (
                session.expires_at,
                session.position,
                session.voice_connector_id,
                session.proxy_session_id,
            ),
        )

    def pop_due(self, now: datetime.datetime) -> Iterator[tuple[datetime.datetime, str, str]]:
        """Remove and yield what is due: expiry, Voice Connector id, session id."""
        while self._entries and self._entries[0][0] <= now:
            expires_at, _, voice_connector_id, proxy_session_id = heappop(self._entries)
            yield expires_at, voice_connector_id, proxy_session_id
