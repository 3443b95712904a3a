"""The index of a Voice Connector's sessions, against a list that is filtered and cut."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from msgspec.structs import replace

from chime_proxy_mock.domain.proxy_sessions import (
    ProxySession,
    ProxySessionIndex,
    ProxySessionStatus,
)
from tests.domain.records import open_session


class ProxySessionIndexMachine(RuleBasedStateMachine):
    """Sessions come, change and go; the model keeps them in a list, oldest first."""

    ids: Bundle[str] = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.index = ProxySessionIndex()
        self.sessions: list[ProxySession] = []
        self.last_position = 0

    def by_id(self, proxy_session_id: str) -> ProxySession:
        """Return what the model has under an id."""
        (session,) = [s for s in self.sessions if s.proxy_session_id == proxy_session_id]
        return session

    @rule(target=ids, gap=st.integers(1, 3), status=st.sampled_from(ProxySessionStatus))
    def add(self, gap: int, status: ProxySessionStatus) -> str:
        """Positions rise, with gaps where other connectors have theirs."""
        self.last_position += gap
        session = replace(open_session(self.last_position), status=status)
        self.sessions.append(session)

        self.index.add(session)

        return session.proxy_session_id

    @rule(
        proxy_session_id=ids,
        status=st.sampled_from(ProxySessionStatus),
        expiry_minutes=st.integers(1, 720),
    )
    def replace(
        self, proxy_session_id: str, status: ProxySessionStatus, expiry_minutes: int
    ) -> None:
        """A session changes, perhaps its status, and keeps its place."""
        former = self.by_id(proxy_session_id)
        session = replace(former, status=status, expiry_minutes=expiry_minutes)
        self.sessions[self.sessions.index(former)] = session

        self.index.replace(session)

    @rule(proxy_session_id=consumes(ids))
    def remove(self, proxy_session_id: str) -> None:
        """A session goes for good."""
        session = self.by_id(proxy_session_id)
        self.sessions.remove(session)

        self.index.remove(session)

        assert self.index.get(proxy_session_id) is None

    @rule(
        status=st.none() | st.sampled_from(ProxySessionStatus),
        after=st.none() | st.integers(0, 60),
        limit=st.integers(1, 5),
    )
    def page(self, status: ProxySessionStatus | None, after: int | None, limit: int) -> None:
        """A page is what the list has after a position, filtered and cut."""
        expected = [
            session
            for session in self.sessions
            if status in {None, session.status} and session.position > (after or 0)
        ][:limit]

        page = self.index.page(status=status, after=after, limit=limit)

        assert expected == page

    @invariant()
    def holds_the_same_sessions(self) -> None:
        """The index has what the list has, in its latest version."""
        ids = [session.proxy_session_id for session in self.sessions]
        assert self.sessions == [self.index.get(proxy_session_id) for proxy_session_id in ids]
        assert self.sessions == sorted(self.index, key=lambda session: session.position)
        assert len(self.sessions) == len(self.index)


TestProxySessionIndex = ProxySessionIndexMachine.TestCase
