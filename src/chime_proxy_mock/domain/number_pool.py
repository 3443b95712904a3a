"""The pool of proxy phone numbers, and which of them two people may use.

A call from a participant to a proxy number must lead to one session, so two live
sessions that share a participant never share a number; sessions of other people may.
The pool is AWS's own, not the account's phone number inventory.
"""

from collections.abc import Iterator
from itertools import islice

from chime_proxy_mock.domain.errors import NumberPoolExhaustedError
from chime_proxy_mock.domain.phone_numbers import (
    HUNDRED,
    NumberBlock,
    area_code_block,
    number_blocks,
)
from chime_proxy_mock.domain.snapshot import DeckSnapshot, LastNumber, NumberPoolSnapshot

Pair = tuple[str, str]


class NumberPool:
    """Proxy numbers in use, and the number each pair of people had last.

    Numbers are dealt in turn, so that different sessions get different numbers as long
    as possible. Finding a free one takes as long with a million sessions as with one.
    """

    def __init__(self) -> None:
        self._decks: dict[str, _Deck] = {}
        self._in_use: dict[str, _Holding] = {}
        self._last_number: dict[Pair, int] = {}
        self._countries_by_hundred: dict[int, str] = {}
        self._live_sessions: dict[int, int] = {}
        self._numbers = _SharedNumbers()

    @property
    def number_count(self) -> int:
        """How many proxy numbers are in use."""
        return len(self._live_sessions)

    def numbers_in_use(self, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` numbers in use, with how many live sessions each has."""
        return [
            (f"+{number}", sessions)
            for number, sessions in islice(self._live_sessions.items(), limit)
        ]

    def allocate(self, pair: Pair, *, country: str, area_code: str | None, sticky: bool) -> str:
        """Take a number for a session of two people.

        Args:
            pair: The two phone numbers, in E.164 form.
            country: ISO 3166 code of the country that the number must belong to.
            area_code: Area code to prefer, or None.
            sticky: Whether to prefer the number that this pair had last, or to avoid it.

        Returns:
            The proxy number, in E.164 form.

        Raises:
            NumberPoolExhaustedError: Every number of the country is in use by one of them.
        """
        pair = _sorted_pair(pair)
        last_number = self._last_number.get(pair, 0)
        last_is_free = self._country_of(last_number) == country and self._is_free(last_number, pair)
        number = None
        if not (sticky and last_is_free):
            number = self._next_number(pair, country, area_code, avoid=last_number)
        if number is None and last_is_free:
            number = last_number
        if number is None:
            raise NumberPoolExhaustedError(country)
        number, text = self._numbers.share(number)
        self._occupy(number, pair)
        self._remember(pair, number, country)
        return text

    def release(self, pair: Pair, proxy_phone_number: str) -> None:
        """Give back the number of a session that is over."""
        number = int(proxy_phone_number)
        for participant in pair:
            remaining = _without(self._in_use.pop(participant), number)
            if remaining:
                self._in_use[participant] = remaining
        sessions = self._live_sessions.pop(number) - 1
        if sessions:
            self._live_sessions[number] = sessions

    def occupy(self, pair: Pair, proxy_phone_number: str) -> bool:
        """Take a certain number; tell whether it was free for both."""
        number, _ = self._numbers.share(int(proxy_phone_number))
        is_free = self._is_free(number, pair)
        if is_free:
            self._occupy(number, pair)
        return is_free

    def snapshot(self) -> NumberPoolSnapshot:
        """Return what the sessions do not tell: sticky numbers, and whose turn it is."""
        return NumberPoolSnapshot(
            last_numbers=[
                LastNumber(
                    participants=pair,
                    country=self._country_of(number),
                    proxy_phone_number=f"+{number}",
                )
                for pair, number in sorted(self._last_number.items())
            ],
            decks={country: deck.snapshot() for country, deck in sorted(self._decks.items())},
        )

    def restore(self, snapshot: NumberPoolSnapshot) -> None:
        """Take over sticky numbers and turns."""
        for last in snapshot.last_numbers:
            number, _ = self._numbers.share(int(last.proxy_phone_number))
            self._remember(_sorted_pair(last.participants), number, last.country)
        for country, deck in snapshot.decks.items():
            self._decks[country] = _Deck(country, deck)

    def _remember(self, pair: Pair, number: int, country: str) -> None:
        self._last_number[pair] = number
        self._countries_by_hundred[number // HUNDRED] = country

    def _country_of(self, number: int) -> str:
        return self._countries_by_hundred.get(number // HUNDRED, "")

    def _occupy(self, number: int, pair: Pair) -> None:
        for participant in pair:
            self._in_use[participant] = _with(self._in_use.get(participant), number)
        self._live_sessions[number] = self._live_sessions.get(number, 0) + 1

    def _is_free(self, number: int, pair: Pair) -> bool:
        hundred, last_digits = divmod(number, HUNDRED)
        return not self._unusable(hundred, pair) >> last_digits & 1

    def _unusable(self, hundred: int, pair: Pair) -> int:
        """Return the mask of the numbers that the pair uses, or that are their own."""
        mask = 0
        for participant in pair:
            mask |= _mask(self._in_use.get(participant), hundred) | _mask(int(participant), hundred)
        return mask

    def _next_number(
        self, pair: Pair, country: str, area_code: str | None, avoid: int
    ) -> int | None:
        deck = self._decks.get(country)
        if deck is None:
            deck = self._decks[country] = _Deck(country)
        preferred = area_code_block(country, area_code) if area_code else None
        if preferred is not None:
            number = deck.deal(preferred, self._free(preferred, pair, avoid))
            if number is not None:
                return number
        for block in deck.in_turn():
            number = deck.deal(block, self._free(block, pair, avoid))
            if number is not None:
                return number
        return None

    def _free(self, block: NumberBlock, pair: Pair, avoid: int) -> int:
        """Return the mask of the block's numbers that the pair may get."""
        unusable = self._unusable(block.hundred, pair) | _mask(avoid, block.hundred)
        return block.members & ~unusable


# What somebody uses: most use one number. Who uses more has a bit mask of the last two
# digits for each hundred of numbers, which keeps the search for a free one short.
_Holding = int | dict[int, int]


def _with(holding: _Holding | None, number: int) -> _Holding:
    """Return what somebody uses who takes one more number."""
    if holding is None:
        return number
    if isinstance(holding, int):
        hundred, last_digits = divmod(holding, HUNDRED)
        holding = {hundred: 1 << last_digits}
    hundred, last_digits = divmod(number, HUNDRED)
    holding[hundred] = holding.get(hundred, 0) | 1 << last_digits
    return holding


def _without(holding: _Holding, number: int) -> _Holding | None:
    """Return what somebody uses who gives back a number, or None: nothing."""
    if isinstance(holding, int):
        return None
    hundred, last_digits = divmod(number, HUNDRED)
    remaining = holding.pop(hundred) & ~(1 << last_digits)
    if remaining:
        holding[hundred] = remaining
    return holding or None


def _mask(holding: _Holding | None, hundred: int) -> int:
    """Return which numbers of a hundred somebody uses."""
    if isinstance(holding, int):
        own_hundred, last_digits = divmod(holding, HUNDRED)
        return 1 << last_digits if own_hundred == hundred else 0
    return holding.get(hundred, 0) if holding else 0


class _SharedNumbers:
    """One object for each number, however many sessions have it."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[int, str]] = {}

    def share(self, number: int) -> tuple[int, str]:
        """Return the shared object of a number, and its E.164 form."""
        return self._shared.setdefault(number, (number, f"+{number}"))


class _Deck:
    """The numbers of a country, dealt in turn: a number of each block, then the next."""

    def __init__(self, country: str, snapshot: DeckSnapshot | None = None) -> None:
        self._more_blocks = number_blocks(country)
        self._blocks: list[NumberBlock] = []
        self._turn = 0
        self._next_last_digits: dict[int, int] = {}
        if snapshot:
            self._blocks.extend(islice(self._more_blocks, snapshot.turn))
            self._turn = min(snapshot.turn, len(self._blocks))
            for hundred, last_digits in snapshot.next_last_digits.items():
                self._next_last_digits[int(hundred)] = last_digits

    def snapshot(self) -> DeckSnapshot:
        """Return where the dealing stands."""
        digits = sorted(self._next_last_digits.items())
        return DeckSnapshot(
            turn=self._turn,
            next_last_digits={str(hundred): digit for hundred, digit in digits},
        )

    def in_turn(self) -> Iterator[NumberBlock]:
        """Yield every block once, beginning with the one whose turn it is."""
        first = index = self._turn
        while self._has(index):
            index += 1
            self._turn = index
            yield self._blocks[index - 1]
        for index in range(first):
            self._turn = index + 1
            yield self._blocks[index]

    def deal(self, block: NumberBlock, free: int) -> int | None:
        """Return the next of the block's free numbers, or None if there is none."""
        if not free:
            return None
        start = self._next_last_digits.get(block.hundred, 0)
        last_digits = _lowest_bit(free >> start << start or free)
        self._next_last_digits[block.hundred] = last_digits + 1
        return block.hundred * HUNDRED + last_digits

    def _has(self, index: int) -> bool:
        if index == len(self._blocks):
            self._blocks.extend(islice(self._more_blocks, 1))
        return index < len(self._blocks)


def _lowest_bit(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _sorted_pair(pair: Pair) -> Pair:
    first, second = sorted(pair)
    return first, second
