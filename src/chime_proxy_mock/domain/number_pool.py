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

Pair = tuple[str, str]


class NumberPool:
    """Proxy numbers in use, and the number each pair of people had last.

    Numbers are dealt in turn, so that different sessions get different numbers as long
    as possible. What a participant uses is kept as one bit mask for each hundred of
    numbers: finding a free number takes as long with a million sessions as with one.
    """

    def __init__(self) -> None:
        self._decks: dict[str, _Deck] = {}
        self._in_use: dict[tuple[str, int], int] = {}
        self._last_number: dict[Pair, tuple[str, int]] = {}

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
        last_country, last_number = self._last_number.get(pair, ("", 0))
        last_is_free = last_country == country and self._is_free(last_number, pair)
        number = None
        if not (sticky and last_is_free):
            number = self._next_number(pair, country, area_code, avoid=last_number)
        if number is None and last_is_free:
            number = last_number
        if number is None:
            raise NumberPoolExhaustedError(country)
        self._occupy(number, pair)
        self._last_number[pair] = (country, number)
        return f"+{number}"

    def release(self, pair: Pair, proxy_phone_number: str) -> None:
        """Give back the number of a session that is over."""
        hundred, last_digits = divmod(int(proxy_phone_number), HUNDRED)
        for participant in pair:
            remaining = self._in_use.pop((participant, hundred)) & ~(1 << last_digits)
            if remaining:
                self._in_use[participant, hundred] = remaining

    def _occupy(self, number: int, pair: Pair) -> None:
        hundred, last_digits = divmod(number, HUNDRED)
        for participant in pair:
            in_use = self._in_use.get((participant, hundred), 0)
            self._in_use[participant, hundred] = in_use | 1 << last_digits

    def _is_free(self, number: int, pair: Pair) -> bool:
        hundred, last_digits = divmod(number, HUNDRED)
        return not self._unusable(hundred, pair) >> last_digits & 1

    def _unusable(self, hundred: int, pair: Pair) -> int:
        """Return the mask of the numbers that the pair uses, or that are their own."""
        mask = 0
        for participant in pair:
            mask |= self._in_use.get((participant, hundred), 0)
            own_hundred, own_digits = divmod(int(participant), HUNDRED)
            if own_hundred == hundred:
                mask |= 1 << own_digits
        return mask

    def _next_number(
        self, pair: Pair, country: str, area_code: str | None, avoid: int
    ) -> int | None:
        deck = self._decks.get(country)
        if deck is None:
            deck = self._decks[country] = _Deck(country)
        preferred = area_code_block(country, area_code) if area_code else None
        if preferred is not None:
            number = deck.deal(preferred, self._without(avoid, preferred, pair))
            if number is not None:
                return number
        for block in deck.in_turn():
            number = deck.deal(block, self._without(avoid, block, pair))
            if number is not None:
                return number
        return None

    def _without(self, avoid: int, block: NumberBlock, pair: Pair) -> int:
        """Return the mask of the block's numbers that the pair may get."""
        free = block.members & ~self._unusable(block.hundred, pair)
        hundred, last_digits = divmod(avoid, HUNDRED)
        return free & ~(1 << last_digits) if hundred == block.hundred else free


class _Deck:
    """The numbers of a country, dealt in turn: a number of each block, then the next."""

    def __init__(self, country: str) -> None:
        self._more_blocks = number_blocks(country)
        self._blocks: list[NumberBlock] = []
        self._turn = 0
        self._next_last_digits: dict[int, int] = {}

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
