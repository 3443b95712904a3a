"""Phone numbers: E.164 form, country, area code, and the numbers to hand out.

The proxy numbers must never ring anybody's phone. So they come from ranges that the
national authorities keep free for films and books; a country that is not listed gives
the few example numbers of Google's libphonenumber.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import phonenumbers

_NANP_CALLING_CODE = 1
_NANP_DIGITS = 10
_NANP_AREA_CODES = range(200, 1000)
_AREA_CODE_DIGITS = 3

# First number and count. AU: ACMA, DE: Bundesnetzagentur (Berlin), FR: ARCEP,
# GB: Ofcom (London), SE: PTS (Gothenburg).
_FICTION_RANGES = {
    "AU": (61_2_5550_0000, 10_000),
    "DE": (49_30_23125_000, 1000),
    "FR": (33_1_9900_0000, 10_000),
    "GB": (44_20_7946_0000, 1000),
    "SE": (46_31_390_06_00, 100),
}

HUNDRED = 100
_WHOLE_HUNDRED = (1 << HUNDRED) - 1


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Phone numbers that differ in their last two digits only.

    Attributes:
        hundred: What they have in common: the digits of the E.164 form without the last two.
        members: Which of the hundred belong to the block, as a bit mask.
    """

    hundred: int
    members: int


def to_e164(phone_number: str) -> str:
    """Return the number with its ``+``, which requests may leave out."""
    return phone_number if phone_number.startswith("+") else f"+{phone_number}"


def country_of(phone_number: str) -> str | None:
    """Return the ISO 3166 code of the country that an E.164 number belongs to.

    A number of the whole world, such as one in +800, has the code ``001``.
    """
    parsed = _parse(phone_number)
    return None if parsed is None else phonenumbers.region_code_for_number(parsed)


def area_code_of(phone_number: str) -> str | None:
    """Return the three-digit area code of an E.164 number of the North American plan."""
    parsed = _parse(phone_number)
    if parsed is None or parsed.country_code != _NANP_CALLING_CODE:
        return None
    national_number = str(parsed.national_number)
    if len(national_number) != _NANP_DIGITS:
        return None
    return national_number[:_AREA_CODE_DIGITS]


def area_code_block(country: str, area_code: str) -> NumberBlock | None:
    """Return the proxy numbers of an area code, or None if the country has none there."""
    if phonenumbers.country_code_for_region(country) != _NANP_CALLING_CODE:
        return None
    return _nanp_block(country, int(area_code))


def number_blocks(country: str) -> Iterator[NumberBlock]:
    """Yield all proxy numbers of a country, in a fixed order.

    Lazily, because looking through the North American plan takes a while and most
    tests need one number of it.
    """
    blocks = _fiction_blocks(country)
    first = next(blocks, None)
    if first is not None:
        yield first
        yield from blocks
    else:
        for number in _example_numbers(country):
            yield NumberBlock(number // HUNDRED, 1 << number % HUNDRED)


def _fiction_blocks(country: str) -> Iterator[NumberBlock]:
    if phonenumbers.country_code_for_region(country) == _NANP_CALLING_CODE:
        blocks = (_nanp_block(country, area_code) for area_code in _NANP_AREA_CODES)
        yield from (block for block in blocks if block is not None)
    elif country in _FICTION_RANGES:
        first, count = _FICTION_RANGES[country]
        for number in range(first, first + count, HUNDRED):
            yield NumberBlock(number // HUNDRED, _WHOLE_HUNDRED)


@cache
def _nanp_block(country: str, area_code: int) -> NumberBlock | None:
    # 555-0100 to 555-0199 are fictional in every area code of the North American plan.
    hundred = (_NANP_CALLING_CODE * 1000 + area_code) * 100_000 + 555_01
    parsed = phonenumbers.parse(f"+{hundred}00")
    if phonenumbers.region_code_for_number(parsed) != country:
        return None
    if phonenumbers.number_type(parsed) != phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE:
        return None
    return NumberBlock(hundred, _WHOLE_HUNDRED)


def _example_numbers(country: str) -> list[int]:
    examples = (
        phonenumbers.example_number_for_type(country, number_type)
        for number_type in phonenumbers.PhoneNumberType.values()
    )
    e164 = phonenumbers.PhoneNumberFormat.E164
    return sorted(
        {int(phonenumbers.format_number(example, e164)) for example in examples if example}
    )


def _parse(phone_number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone_number)
    except phonenumbers.NumberParseException:
        return None
