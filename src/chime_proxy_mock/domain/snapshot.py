"""All that exists in one account and Region, as plain records, to keep and to restore."""

from typing import Annotated

from msgspec import Meta

from chime_proxy_mock.domain.phone_numbers import HUNDRED
from chime_proxy_mock.domain.proxy_sessions import E164PhoneNumber, ProxySession, Record
from chime_proxy_mock.domain.voice_connectors import Proxy, VoiceConnector

LastDigits = Annotated[int, Meta(ge=0, le=HUNDRED)]


class SnapshotError(ValueError):
    """A snapshot contradicts itself.

    Attributes:
        path: Where, e.g. ``.voice_connectors[0].proxy_sessions[3].position``.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class LastNumber(Record, frozen=True, kw_only=True):
    """The proxy number that two people had last."""

    participants: tuple[E164PhoneNumber, E164PhoneNumber]
    country: str
    proxy_phone_number: E164PhoneNumber


class DeckSnapshot(Record, frozen=True, kw_only=True):
    """Where the dealing of a country's numbers stands.

    Attributes:
        turn: Which block of numbers comes next.
        next_last_digits: By the common digits of a block, the last two to deal next.
    """

    turn: Annotated[int, Meta(ge=0)]
    next_last_digits: dict[Annotated[str, Meta(pattern="^[0-9]{1,15}$")], LastDigits]


class NumberPoolSnapshot(Record, frozen=True, kw_only=True):
    """Sticky numbers, and where the dealing stands by country.

    What is in use is not here: it follows from the sessions.
    """

    last_numbers: list[LastNumber]
    decks: dict[str, DeckSnapshot]


class VoiceConnectorSnapshot(Record, frozen=True, kw_only=True):
    """A Voice Connector with everything that belongs to it; sessions oldest first."""

    position: int
    voice_connector: VoiceConnector
    proxy: Proxy | None
    tags: dict[str, str]
    proxy_sessions: list[ProxySession]


class StateSnapshot(Record, frozen=True, kw_only=True):
    """A `ChimeState`; connectors oldest first.

    Attributes:
        next_position: The position that the next thing created gets.
    """

    next_position: int
    voice_connectors: list[VoiceConnectorSnapshot]
    number_pool: NumberPoolSnapshot
