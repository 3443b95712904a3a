"""Proxy numbers: which one a session gets."""

from typing import Any

import phonenumbers
import pytest

from tests.chime.conftest import PORTLAND, SEATTLE, NumberFactory
from tests.conftest import configure_proxy

PAIR = [SEATTLE, PORTLAND]
TORONTO, BERLIN = "+14165551000", "+493012345678"


@pytest.mark.fidelity("number-pool", "number-fictional")
@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", "+12015550100"),
        ("CA", "+12045550100"),
        ("AU", "+61255500000"),
        ("DE", "+493023125000"),
        ("FR", "+33199000000"),
        ("GB", "+442079460000"),
        ("SE", "+46313900600"),
    ],
)
def test_first_number_of_a_country_is_reserved_for_fiction(
    client: Any, connector_id: str, create_number: NumberFactory, country: str, expected: str
) -> None:
    """An account that has no phone number at all gets one that rings nobody."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=[country])

    number = create_number()

    assert expected == number


@pytest.mark.fidelity("number-fictional")
def test_number_of_another_country_is_an_example(
    client: Any, connector_id: str, create_number: NumberFactory
) -> None:
    """A country without known fictional numbers gives an example of libphonenumber."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["JP"])

    number = create_number()

    examples = (
        phonenumbers.example_number_for_type("JP", number_type)
        for number_type in phonenumbers.PhoneNumberType.values()
    )
    assert phonenumbers.parse(number) in [example for example in examples if example]


@pytest.mark.fidelity("number-country-wanted")
def test_country_of_geo_match_params_wins(
    client: Any, connector_id: str, create_number: NumberFactory
) -> None:
    """The country asked for counts more than those of the participants."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["US", "GB"])

    number = create_number(
        ParticipantPhoneNumbers=PAIR, GeoMatchParams={"Country": "GB", "AreaCode": ""}
    )

    assert number == "+442079460000"


@pytest.mark.fidelity("number-country-participant")
@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([TORONTO, SEATTLE], "+12045550100"),
        ([SEATTLE, TORONTO], "+12015550100"),
        ([BERLIN, SEATTLE], "+493023125000"),
    ],
)
def test_country_is_that_of_the_participant_named_first(
    client: Any,
    connector_id: str,
    create_number: NumberFactory,
    numbers: list[str],
    expected: str,
) -> None:
    """The order of the request decides, not the sorted one of the answer."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["GB", "CA", "US", "DE"])

    number = create_number(ParticipantPhoneNumbers=numbers)

    assert expected == number


@pytest.mark.fidelity("number-country-fallback")
@pytest.mark.parametrize(
    "parameters",
    [
        {"ParticipantPhoneNumbers": [BERLIN, SEATTLE]},
        {"GeoMatchParams": {"Country": "DE", "AreaCode": ""}},
    ],
)
def test_country_outside_the_pool_gives_the_first_of_the_pool(
    client: Any, connector_id: str, create_number: NumberFactory, parameters: dict[str, Any]
) -> None:
    """Neither a participant nor GeoMatchParams can bring in another country."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["GB", "US"])

    number = create_number(**parameters)

    assert number == "+442079460000"


@pytest.mark.fidelity("number-area-code")
@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([PORTLAND, SEATTLE], "+15035550100"), ([SEATTLE, PORTLAND], "+12065550100")],
)
def test_area_code_is_that_of_the_participant_named_first(
    create_number: NumberFactory, numbers: list[str], expected: str
) -> None:
    """GeoMatchLevel AreaCode matches the first participant of the request."""
    number = create_number(ParticipantPhoneNumbers=numbers, GeoMatchLevel="AreaCode")

    assert expected == number


@pytest.mark.fidelity("number-area-code-wanted")
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, "+12125550100"),
        ({"GeoMatchLevel": "AreaCode"}, "+12125550100"),
        ({"GeoMatchLevel": "Country"}, "+12015550100"),
    ],
)
def test_area_code_of_geo_match_params_counts_unless_the_level_is_country(
    create_number: NumberFactory, parameters: dict[str, str], expected: str
) -> None:
    """An area code asked for is preferred to the participant's, without a level too."""
    number = create_number(
        ParticipantPhoneNumbers=PAIR,
        GeoMatchParams={"Country": "US", "AreaCode": "212"},
        **parameters,
    )

    assert expected == number


@pytest.mark.fidelity("number-area-code-fallback")
@pytest.mark.parametrize("area_code", ["999", "416"])
def test_area_code_outside_the_country_falls_back_to_the_country(
    create_number: NumberFactory, area_code: str
) -> None:
    """An area code of no country, or of another one, is no obstacle."""
    number = create_number(GeoMatchParams={"Country": "US", "AreaCode": area_code})

    assert number == "+12015550100"


@pytest.mark.fidelity("number-area-code-fallback")
def test_used_up_area_code_falls_back_to_the_country(create_number: NumberFactory) -> None:
    """After the hundred numbers of an area code comes a number of another."""
    wanted = {
        "ParticipantPhoneNumbers": PAIR,
        "GeoMatchParams": {"Country": "US", "AreaCode": "212"},
    }

    numbers = [create_number(**wanted) for _ in range(101)]

    assert [*(f"+12125550{last}" for last in range(100, 200)), "+12015550100"] == numbers


@pytest.mark.fidelity("number-in-turn")
def test_numbers_are_dealt_in_turn(create_number: NumberFactory) -> None:
    """Sessions of different people get numbers of one area code after the other."""
    numbers = [create_number() for _ in range(3)]

    assert numbers == ["+12015550100", "+12025550100", "+12035550100"]
