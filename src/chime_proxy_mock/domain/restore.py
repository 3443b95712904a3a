"""From a snapshot back to a state, with everything checked that holds a state together."""

import datetime

from chime_proxy_mock.domain.clock import LAST_YEAR
from chime_proxy_mock.domain.number_pool import NumberPool
from chime_proxy_mock.domain.proxy_sessions import ProxySession, ProxySessionStatus, pair_up
from chime_proxy_mock.domain.snapshot import SnapshotError, StateSnapshot, VoiceConnectorSnapshot
from chime_proxy_mock.domain.state import ChimeState
from chime_proxy_mock.domain.voice_connectors import VoiceConnector, VoiceConnectorState


def restore_state(snapshot: StateSnapshot) -> ChimeState:
    """Return a state that equals the one which the snapshot was taken of.

    Raises:
        SnapshotError: The snapshot contradicts itself; says where.
    """
    number_pool = NumberPool()
    number_pool.restore(snapshot.number_pool)
    state = ChimeState(number_pool=number_pool, next_position=snapshot.next_position)
    positions: set[int] = set()
    identifiers: set[str] = set()
    for index, connector in enumerate(snapshot.voice_connectors):
        path = f".voice_connectors[{index}]"
        _check_position(connector.position, positions, snapshot, path)
        _check_identifier(connector.voice_connector.voice_connector_id, identifiers, path)
        _check_timestamps(connector.voice_connector, f"{path}.voice_connector")
        state.add_voice_connector(
            VoiceConnectorState(
                position=connector.position,
                voice_connector=connector.voice_connector,
                proxy=connector.proxy,
                tags=dict(connector.tags),
            )
        )
        for session_index, session in enumerate(connector.proxy_sessions):
            session_path = f"{path}.proxy_sessions[{session_index}]"
            _check_position(session.position, positions, snapshot, session_path)
            _check_identifier(session.proxy_session_id, identifiers, session_path)
            _check_timestamps(session, session_path)
            _check_session(session, connector, session_path)
            if session.status is not ProxySessionStatus.CLOSED:
                _occupy_number(session, number_pool, session_path)
            state.add_proxy_session(session)
    return state


def _check_position(position: int, positions: set[int], snapshot: StateSnapshot, path: str) -> None:
    if not 0 < position < snapshot.next_position:
        raise SnapshotError(
            f"{path}.position", f"{position} is not between 0 and {snapshot.next_position}"
        )
    if position in positions:
        raise SnapshotError(f"{path}.position", f"{position} is there twice")
    positions.add(position)


def _check_identifier(identifier: str, identifiers: set[str], path: str) -> None:
    if identifier in identifiers:
        raise SnapshotError(path, f"the id '{identifier}' is there twice")
    identifiers.add(identifier)


def _check_timestamps(record: VoiceConnector | ProxySession, path: str) -> None:
    for name in ("created_timestamp", "updated_timestamp", "ended_timestamp"):
        timestamp: datetime.datetime | None = getattr(record, name, None)
        if timestamp is None:
            continue
        if timestamp.utcoffset() != datetime.timedelta():
            raise SnapshotError(f"{path}.{name}", "is not in UTC")
        if timestamp.year > LAST_YEAR:
            raise SnapshotError(f"{path}.{name}", f"is past the year {LAST_YEAR}")


def _check_session(session: ProxySession, connector: VoiceConnectorSnapshot, path: str) -> None:
    connector_id = connector.voice_connector.voice_connector_id
    if session.voice_connector_id != connector_id:
        raise SnapshotError(f"{path}.voice_connector_id", f"is not '{connector_id}'")
    is_closed = session.status is ProxySessionStatus.CLOSED
    if is_closed != (session.ended_timestamp is not None):
        problem = f"does not fit status {session.status.value}"
        raise SnapshotError(f"{path}.ended_timestamp", problem)
    first, second = session.participants
    paired = pair_up(first.phone_number, second.phone_number, first.proxy_phone_number)
    if session.participants != paired:
        raise SnapshotError(f"{path}.participants", "are not sorted, or have not the same number")


def _occupy_number(session: ProxySession, number_pool: NumberPool, path: str) -> None:
    first, second = session.participants
    pair = (first.phone_number, second.phone_number)
    if not number_pool.occupy(pair, first.proxy_phone_number):
        raise SnapshotError(
            f"{path}.participants",
            f"{first.proxy_phone_number} is in use by another live session of one of them",
        )
