"""All that exists in one account and Region, kept consistent."""

import datetime
import re
from collections.abc import Iterable
from itertools import islice

from sortedcontainers import SortedDict

from chime_proxy_mock.domain.errors import (
    InvalidResourceError,
    ProxySessionNotFoundError,
    VoiceConnectorNotFoundError,
)
from chime_proxy_mock.domain.expiry import ExpiryQueue
from chime_proxy_mock.domain.number_pool import NumberPool
from chime_proxy_mock.domain.proxy_sessions import (
    ProxySession,
    ProxySessionIndex,
    ProxySessionStatus,
)
from chime_proxy_mock.domain.snapshot import StateSnapshot, VoiceConnectorSnapshot
from chime_proxy_mock.domain.voice_connectors import VoiceConnectorState

_VOICE_CONNECTOR_ARN = re.compile(r"arn:[^:]+:chime:[^:]*:[^:]*:vc/(?P<id>.+)")


class ChimeState:
    """Voice Connectors and, through them, sessions; with the numbers and expiries of these.

    Not thread-safe: the backend lets one caller in at a time.
    """

    def __init__(self, number_pool: NumberPool | None = None, next_position: int = 1) -> None:
        self.number_pool = number_pool or NumberPool()
        self._voice_connectors: dict[str, VoiceConnectorState] = {}
        self._voice_connectors_by_position: SortedDict[int, VoiceConnectorState] = SortedDict()
        self._next_position = next_position
        self._expiry_queue = ExpiryQueue()

    def next_position(self) -> int:
        """Return the place in creation order of what is created now."""
        position = self._next_position
        self._next_position += 1
        return position

    def snapshot(self) -> StateSnapshot:
        """Return everything as plain records."""
        return StateSnapshot(
            next_position=self._next_position,
            voice_connectors=[
                VoiceConnectorSnapshot(
                    position=state.position,
                    voice_connector=state.voice_connector,
                    proxy=state.proxy,
                    tags=dict(state.tags),
                    proxy_sessions=list(state.proxy_sessions),
                )
                for state in self.voice_connectors
            ],
            number_pool=self.number_pool.snapshot(),
        )

    # Voice Connectors

    @property
    def voice_connector_count(self) -> int:
        """How many Voice Connectors there are."""
        return len(self._voice_connectors)

    def add_voice_connector(self, state: VoiceConnectorState) -> None:
        """Add a new Voice Connector."""
        self._voice_connectors[state.voice_connector.voice_connector_id] = state
        self._voice_connectors_by_position[state.position] = state

    def find_voice_connector(self, voice_connector_id: str) -> VoiceConnectorState:
        """Return a Voice Connector.

        Raises:
            VoiceConnectorNotFoundError: There is none of this id.
        """
        state = self._voice_connectors.get(voice_connector_id)
        if state is None:
            raise VoiceConnectorNotFoundError(voice_connector_id)
        return state

    def find_tagged(self, resource_arn: str) -> VoiceConnectorState:
        """Return the Voice Connector that has an ARN.

        Raises:
            InvalidResourceError: The ARN is not that of a Voice Connector.
            VoiceConnectorNotFoundError: There is none of this ARN.
        """
        match = _VOICE_CONNECTOR_ARN.fullmatch(resource_arn)
        if match is None:
            raise InvalidResourceError
        state = self.find_voice_connector(match["id"])
        if state.voice_connector.voice_connector_arn != resource_arn:
            raise VoiceConnectorNotFoundError(match["id"])
        return state

    def page_of_voice_connectors(self, after: int | None, limit: int) -> list[VoiceConnectorState]:
        """Return up to `limit` Voice Connectors after a position, oldest first."""
        by_position = self._voice_connectors_by_position
        positions = by_position.irange(after, inclusive=(False, True))
        return [by_position[position] for position in islice(positions, limit)]

    def remove_voice_connector(self, state: VoiceConnectorState) -> None:
        """Remove a Voice Connector, and with it its sessions."""
        for session in state.proxy_sessions:
            self._release_number(session)
        del self._voice_connectors[state.voice_connector.voice_connector_id]
        del self._voice_connectors_by_position[state.position]

    @property
    def voice_connectors(self) -> Iterable[VoiceConnectorState]:
        """All Voice Connectors, oldest first."""
        return self._voice_connectors_by_position.values()

    # Proxy sessions

    def add_proxy_session(self, session: ProxySession) -> None:
        """Add a new session to its Voice Connector; its number is allocated already."""
        self._voice_connectors[session.voice_connector_id].proxy_sessions.add(session)
        self._expiry_queue.add(session)

    def find_proxy_session(self, voice_connector_id: str, proxy_session_id: str) -> ProxySession:
        """Return a session.

        Raises:
            VoiceConnectorNotFoundError: There is no such Voice Connector.
            ProxySessionNotFoundError: It has no such session.
        """
        sessions = self.find_voice_connector(voice_connector_id).proxy_sessions
        session = sessions.get(proxy_session_id)
        if session is None:
            raise ProxySessionNotFoundError(proxy_session_id)
        return session

    def find_proxy_session_anywhere(self, proxy_session_id: str) -> ProxySession:
        """Return a session of whichever Voice Connector.

        Raises:
            ProxySessionNotFoundError: There is no such session.
        """
        for state in self.voice_connectors:
            session = state.proxy_sessions.get(proxy_session_id)
            if session is not None:
                return session
        raise ProxySessionNotFoundError(proxy_session_id)

    def replace_proxy_session(self, former: ProxySession, session: ProxySession) -> None:
        """Put `session` in the place of `former`, its earlier version."""
        self._voice_connectors[session.voice_connector_id].proxy_sessions.replace(session)
        if session.status is ProxySessionStatus.CLOSED:
            self._release_number(former)
        elif session.expires_at != former.expires_at:
            self._expiry_queue.add(session)

    def remove_proxy_session(self, session: ProxySession) -> None:
        """Remove a session, whatever its status."""
        self._release_number(session)
        self._voice_connectors[session.voice_connector_id].proxy_sessions.remove(session)

    def close_expired_sessions(self, now: datetime.datetime) -> None:
        """Close the sessions whose expiry has come, each at the instant of its own."""
        closing: dict[ProxySessionIndex, list[ProxySession]] = {}
        for instant, queued in self._expiry_queue.pop_due(now):
            state = self._voice_connectors.get(queued.voice_connector_id)
            session = state.proxy_sessions.get(queued.proxy_session_id) if state else None
            if state and session and session.is_due(instant):
                self._release_number(session)
                closed = session.closed(instant)
                closing.setdefault(state.proxy_sessions, []).append(closed)
        for index, sessions in closing.items():
            index.close(sessions)

    def _release_number(self, session: ProxySession) -> None:
        if session.status is not ProxySessionStatus.CLOSED:
            first, second = session.participants
            pair = (first.phone_number, second.phone_number)
            self.number_pool.release(pair, first.proxy_phone_number)
