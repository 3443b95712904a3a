"""Which country and which area code a proxy number is looked for in."""

import pytest

from chime_proxy_mock.domain.number_matching import match_area_code, match_country
from chime_proxy_mock.domain.proxy_sessions import GeoMatchParams

SEATTLE = "+12065550100"
TORONTO = "+14165550100"
LONDON = "+442079460000"
NOWHERE = "+999999999999999"


@pytest.mark.parametrize(
    ("first_participant", "asked_for", "pool_countries", "country"),
    [
        pytest.param(SEATTLE, None, ("US",), "US", id="participant-in-pool"),
        pytest.param(TORONTO, None, ("US", "CA"), "CA", id="participant-in-second-country"),
        pytest.param(LONDON, None, ("US", "CA"), "US", id="participant-outside-pool"),
        pytest.param(NOWHERE, None, ("CA", "US"), "CA", id="participant-of-no-country"),
        pytest.param(SEATTLE, "CA", ("US", "CA"), "CA", id="asked-for"),
        pytest.param(SEATTLE, "GB", ("CA", "US"), "CA", id="asked-for-outside-pool"),
        pytest.param(TORONTO, "", ("US", "CA"), "CA", id="asked-for-nothing"),
        pytest.param(TORONTO, None, ("", "CA"), "CA", id="blank-in-pool"),
        pytest.param(LONDON, None, ("", "CA"), "CA", id="blank-first-in-pool"),
        pytest.param(LONDON, None, ("",), "US", id="only-blank-in-pool"),
    ],
)
def test_country(
    first_participant: str,
    asked_for: str | None,
    pool_countries: tuple[str, ...],
    country: str,
) -> None:
    """The country asked for, else the first participant's, else the first of the pool."""
    params = None if asked_for is None else GeoMatchParams(asked_for, "")

    matched = match_country(first_participant, params, pool_countries)

    assert country == matched


@pytest.mark.parametrize(
    ("first_participant", "level", "asked_for", "area_code"),
    [
        pytest.param(SEATTLE, None, None, None, id="nothing"),
        pytest.param(SEATTLE, "AreaCode", None, "206", id="level-area-code"),
        pytest.param(SEATTLE, "Country", None, None, id="level-country"),
        pytest.param(LONDON, "AreaCode", None, None, id="participant-without-area-code"),
        pytest.param(SEATTLE, None, "212", "212", id="asked-for-without-level"),
        pytest.param(SEATTLE, "AreaCode", "212", "212", id="asked-for-with-level-area-code"),
        pytest.param(SEATTLE, "Country", "212", None, id="asked-for-with-level-country"),
        pytest.param(SEATTLE, "AreaCode", "", "206", id="blank-asked-for-with-level-area-code"),
        pytest.param(SEATTLE, None, "", None, id="blank-asked-for-without-level"),
    ],
)
def test_area_code(
    first_participant: str, level: str | None, asked_for: str | None, area_code: str | None
) -> None:
    """The area code asked for, unless the level is Country; else what the level says."""
    params = None if asked_for is None else GeoMatchParams("US", asked_for)

    matched = match_area_code(first_participant, level, params)

    assert area_code == matched
