"""Proxy numbers as lists, for tests that want to see them all."""

from functools import cache

from chime_proxy_mock.domain.phone_numbers import NumberBlock, number_blocks


def numbers_of(block: NumberBlock) -> list[str]:
    """Return the phone numbers of a block in E.164 form."""
    return [f"+{block.hundred}{n:02}" for n in range(100) if block.members >> n & 1]


@cache
def numbers_in(country: str) -> tuple[str, ...]:
    """Return all proxy numbers of a country in E.164 form."""
    return tuple(number for block in number_blocks(country) for number in numbers_of(block))
