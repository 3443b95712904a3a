"""Phone numbers: what they tell of themselves, and those that may be handed out."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.phone_numbers import (
    area_code_block,
    area_code_of,
    country_of,
    number_blocks,
    to_e164,
)
from tests.domain.proxy_numbers import numbers_in, numbers_of

# As the authorities publish them, in the form of E.164.
FICTION = {
    "AU": r"\+6125550\d{4}",  # ACMA: 02 5550 0000 to 02 5550 9999
    "CA": r"\+1\d{3}55501\d{2}",
    "DE": r"\+493023125\d{3}",  # Bundesnetzagentur: (0)30 23125 000 to 999
    "FR": r"\+3319900\d{4}",  # ARCEP: 01 99 00 00 00 to 01 99 00 99 99
    "GB": r"\+442079460\d{3}",  # Ofcom: 020 7946 0000 to 020 7946 0999
    "SE": r"\+463139006\d{2}",  # PTS: 031-390 06 00 to 031-390 06 99
    "US": r"\+1\d{3}55501\d{2}",  # NANPA: 555-0100 to 555-0199
}

countries = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@given(country=countries)
def test_every_country_has_numbers(country: str) -> None:
    """No country that libphonenumber knows is without a proxy number."""
    first = next(number_blocks(country), None)

    assert first is not None


@given(country=countries, data=st.data())
def test_numbers_are_valid_in_their_country(country: str, data: st.DataObject) -> None:
    """A proxy number passes libphonenumber's check for the country it stands for."""
    number = data.draw(st.sampled_from(numbers_in(country)))

    parsed = phonenumbers.parse(number)

    assert phonenumbers.is_valid_number_for_region(parsed, country)


@pytest.mark.parametrize("country", FICTION)
def test_numbers_are_reserved_for_fiction(country: str) -> None:
    """Where an authority keeps numbers for films and books, all others are left alone."""
    numbers = numbers_in(country)

    assert [number for number in numbers if not re.fullmatch(FICTION[country], number)] == []


@given(country=countries)
def test_other_numbers_are_examples(country: str) -> None:
    """A number that is not fictional is one of libphonenumber's example numbers."""
    examples = {
        phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        for number_type in phonenumbers.PhoneNumberType.values()
        if (example := phonenumbers.example_number_for_type(country, number_type))
    }
    fiction = re.compile(FICTION.get(country, FICTION["US"]))

    numbers = numbers_in(country)

    assert [n for n in numbers if n not in examples and not fiction.fullmatch(n)] == []


@given(country=countries)
def test_numbers_are_there_once(country: str) -> None:
    """No number comes twice, neither in one block nor in two."""
    numbers = numbers_in(country)

    assert sorted(set(numbers)) == sorted(numbers)


@given(country=countries)
def test_numbers_come_in_a_fixed_order(country: str) -> None:
    """The numbers of a country come in the same order each time."""
    first_time = list(number_blocks(country))

    assert first_time == list(number_blocks(country))


def test_caribbean_country_without_fictional_numbers_has_examples() -> None:
    """555-0100 does not exist in Jamaica, so it has example numbers like Europe."""
    numbers = numbers_in("JM")

    assert "+18762101234" in numbers


def test_unknown_country_has_no_numbers() -> None:
    """A country that does not exist has no numbers, and asking is no error."""
    blocks = list(number_blocks("ZZ"))

    assert blocks == []


@pytest.mark.parametrize(
    ("phone_number", "e164"),
    [("12065550100", "+12065550100"), ("+12065550100", "+12065550100"), ("49", "+49")],
)
def test_plus_is_added_if_missing(phone_number: str, e164: str) -> None:
    """A request may leave out the plus; the answer has it."""
    assert e164 == to_e164(phone_number)


@pytest.mark.parametrize(
    ("phone_number", "country"),
    [
        ("+12065550100", "US"),
        ("+14165550100", "CA"),
        ("+18762101234", "JM"),
        ("+442079460000", "GB"),
        ("+491701234567", "DE"),
        ("+80012345678", "001"),
        ("+10005550100", None),
        ("+12", None),
        ("+999999999999999", None),
    ],
)
def test_country_of_a_number(phone_number: str, country: str | None) -> None:
    """The calling code, and in North America the area code, tell the country, if any."""
    assert country == country_of(phone_number)


@pytest.mark.parametrize(
    ("phone_number", "area_code"),
    [
        ("+12065550100", "206"),
        ("+14165550100", "416"),
        ("+1206", None),
        ("+442079460000", None),
        ("+12", None),
        ("+120", None),
        ("+999999999999999", None),
    ],
)
def test_area_code_of_a_number(phone_number: str, area_code: str | None) -> None:
    """A number of the North American plan has an area code; no other has, nor a stump."""
    assert area_code == area_code_of(phone_number)


def test_area_code_has_a_hundred_numbers() -> None:
    """An area code holds 555-0100 to 555-0199 and nothing else."""
    block = area_code_block("US", "206")

    assert block is not None
    assert [f"+120655501{n:02}" for n in range(100)] == numbers_of(block)


@pytest.mark.parametrize(
    ("country", "area_code"),
    [("CA", "206"), ("US", "416"), ("US", "800"), ("US", "000"), ("GB", "207"), ("ZZ", "206")],
)
def test_area_code_that_a_country_has_no_numbers_in(country: str, area_code: str) -> None:
    """Area codes of another country, toll-free ones and invented ones have no numbers."""
    assert area_code_block(country, area_code) is None


@given(phone_number=st.from_regex(r"\A\+[1-9][0-9]{1,14}\Z"))
def test_any_number_may_be_asked_for_its_country(phone_number: str) -> None:
    """What the API admits as a number belongs to a country, to the world, or to none."""
    country = country_of(phone_number)

    assert country in {*phonenumbers.SUPPORTED_REGIONS, "001", None}


@given(phone_number=st.from_regex(r"\A\+[1-9][0-9]{1,14}\Z"))
def test_any_number_may_be_asked_for_its_area_code(phone_number: str) -> None:
    """What the API admits as a number has an area code of three digits or none."""
    area_code = area_code_of(phone_number)

    assert area_code is None or re.fullmatch(r"[0-9]{3}", area_code)
