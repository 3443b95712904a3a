"""Where a session's proxy number should be."""

from chime_proxy_mock.domain.phone_numbers import area_code_of, country_of
from chime_proxy_mock.domain.proxy_sessions import GeoMatchParams

# For a pool whose only entry is the empty string, which the API lets pass.
_DEFAULT_COUNTRY = "US"


def match_country(
    first_participant: str,
    geo_match_params: GeoMatchParams | None,
    pool_countries: tuple[str, ...],
) -> str:
    """Choose the country of the proxy number.

    The country asked for, else that of the first participant; if the pool does not have
    it, the first country of the pool.

    Args:
        first_participant: E.164 number of the participant named first in the request.
        geo_match_params: Country and area code asked for.
        pool_countries: PhoneNumberPoolCountries of the proxy configuration.
    """
    countries = [country for country in pool_countries if country] or [_DEFAULT_COUNTRY]
    if len(countries) == 1:
        return countries[0]
    wanted = geo_match_params.country if geo_match_params else ""
    country = wanted or country_of(first_participant)
    return country if country in countries else countries[0]


def match_area_code(
    first_participant: str, geo_match_level: str | None, geo_match_params: GeoMatchParams | None
) -> str | None:
    """Choose the area code to prefer, or None for anywhere in the country.

    An area code asked for counts unless the level is ``Country``; AWS's demo sends one
    without any level. The level ``AreaCode`` alone means the first participant's.
    """
    if geo_match_level == "Country":
        return None
    if geo_match_params and geo_match_params.area_code:
        return geo_match_params.area_code
    return area_code_of(first_participant) if geo_match_level == "AreaCode" else None
