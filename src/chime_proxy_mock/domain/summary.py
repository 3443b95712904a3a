"""A short view of what exists in one account and Region, for people to read."""

from dataclasses import dataclass

from chime_proxy_mock.domain.proxy_sessions import ProxySessionStatus
from chime_proxy_mock.domain.state import ChimeState
from chime_proxy_mock.domain.voice_connectors import VoiceConnectorState

_CONNECTORS = 20
_NUMBERS = 50


@dataclass(frozen=True, slots=True)
class ConnectorSummary:
    """A Voice Connector, and how many sessions it has in each status."""

    state: VoiceConnectorState
    sessions: dict[str, int]


@dataclass(frozen=True, slots=True)
class StateSummary:
    """What exists, or the beginning of it where there is much.

    Attributes:
        voice_connector_count: How many Voice Connectors there are in all.
        connectors: Some of them, oldest first.
        more_after: Position after which the next ones come, or None.
        number_count: How many proxy numbers are in use in all.
        numbers: Some of them, with the number of live sessions of each.
    """

    voice_connector_count: int
    connectors: list[ConnectorSummary]
    more_after: int | None
    number_count: int
    numbers: list[tuple[str, int]]


def summarize(state: ChimeState, after: int | None) -> StateSummary:
    """Return a summary, with the Voice Connectors after a position."""
    page = state.page_of_voice_connectors(after, _CONNECTORS + 1)
    shown = page[:_CONNECTORS]
    return StateSummary(
        voice_connector_count=state.voice_connector_count,
        connectors=[
            ConnectorSummary(
                connector,
                {
                    status.value: connector.proxy_sessions.count(status)
                    for status in ProxySessionStatus
                },
            )
            for connector in shown
        ],
        more_after=shown[-1].position if len(page) > len(shown) else None,
        number_count=state.number_pool.number_count,
        numbers=state.number_pool.numbers_in_use(_NUMBERS),
    )
