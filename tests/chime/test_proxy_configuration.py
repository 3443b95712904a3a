"""The proxy configuration of a Voice Connector: put, get, delete."""

from typing import Any

import pytest

from tests.conftest import SessionFactory, configure_proxy


@pytest.mark.fidelity("proxy-put")
def test_put_answers_what_it_was_given(client: Any, bare_connector_id: str) -> None:
    """All members come back, the countries under another name and in their order."""
    put = client.put_voice_connector_proxy(
        VoiceConnectorId=bare_connector_id,
        DefaultSessionExpiryMinutes=90,
        PhoneNumberPoolCountries=["US", "CA", "DE"],
        FallBackPhoneNumber="+12065550100",
        Disabled=True,
    )

    expected = {
        "DefaultSessionExpiryMinutes": 90,
        "PhoneNumberCountries": ["US", "CA", "DE"],
        "FallBackPhoneNumber": "+12065550100",
        "Disabled": True,
    }
    assert expected == put["Proxy"]


@pytest.mark.fidelity("proxy-put")
def test_get_answers_what_put_answered(client: Any, bare_connector_id: str) -> None:
    """GetVoiceConnectorProxy answers the same object as PutVoiceConnectorProxy."""
    put = client.put_voice_connector_proxy(
        VoiceConnectorId=bare_connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )

    got = client.get_voice_connector_proxy(VoiceConnectorId=bare_connector_id)

    assert put["Proxy"] == got["Proxy"]


@pytest.mark.fidelity("proxy-disabled-default")
def test_configuration_is_enabled_unless_told(client: Any, connector_id: str) -> None:
    """Disabled is false when it was not sent."""
    got = client.get_voice_connector_proxy(VoiceConnectorId=connector_id)

    assert got["Proxy"]["Disabled"] is False


@pytest.mark.fidelity("proxy-fall-back-number")
def test_fall_back_number_is_not_set_unless_told(client: Any, connector_id: str) -> None:
    """FallBackPhoneNumber is missing when it was not sent."""
    got = client.get_voice_connector_proxy(VoiceConnectorId=connector_id)

    assert "FallBackPhoneNumber" not in got["Proxy"]


@pytest.mark.fidelity("proxy-fall-back-number")
def test_fall_back_number_comes_back_with_plus(client: Any, bare_connector_id: str) -> None:
    """A FallBackPhoneNumber that was sent without a plus has one."""
    configure_proxy(client, bare_connector_id, FallBackPhoneNumber="12065550100")

    got = client.get_voice_connector_proxy(VoiceConnectorId=bare_connector_id)

    assert got["Proxy"]["FallBackPhoneNumber"] == "+12065550100"


@pytest.mark.fidelity("proxy-put-again")
def test_second_put_replaces_everything(client: Any, bare_connector_id: str) -> None:
    """What the second put does not send is not kept from the first."""
    configure_proxy(client, bare_connector_id, FallBackPhoneNumber="+12065550100", Disabled=True)

    configure_proxy(
        client,
        bare_connector_id,
        DefaultSessionExpiryMinutes=5,
        PhoneNumberPoolCountries=["GB"],
    )

    expected = {
        "DefaultSessionExpiryMinutes": 5,
        "PhoneNumberCountries": ["GB"],
        "Disabled": False,
    }
    got = client.get_voice_connector_proxy(VoiceConnectorId=bare_connector_id)
    assert expected == got["Proxy"]


@pytest.mark.fidelity("proxy-put-leaves-sessions")
@pytest.mark.parametrize(
    "change",
    [
        {"DefaultSessionExpiryMinutes": 1},
        {"PhoneNumberPoolCountries": ["DE"]},
        {"Disabled": True},
    ],
)
def test_put_leaves_open_sessions_alone(
    client: Any, connector_id: str, create_session: SessionFactory, change: dict[str, Any]
) -> None:
    """A session keeps its expiry, its number and its Status under a new configuration."""
    session = create_session()

    configure_proxy(client, connector_id, **change)

    got = client.get_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=session["ProxySessionId"]
    )
    assert session == got["ProxySession"]


@pytest.mark.fidelity("proxy-put-leaves-sessions")
def test_delete_leaves_open_sessions_alone(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session outlives the configuration that it was created under."""
    session = create_session()

    client.delete_voice_connector_proxy(VoiceConnectorId=connector_id)

    got = client.get_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=session["ProxySessionId"]
    )
    assert session == got["ProxySession"]


@pytest.mark.fidelity("proxy-default-expiry-range")
@pytest.mark.parametrize("minutes", [1, 720])
def test_default_expiry_may_be_up_to_twelve_hours(
    client: Any, bare_connector_id: str, minutes: int
) -> None:
    """The limits of the range, 1 and 720 minutes, are in it."""
    configure_proxy(client, bare_connector_id, DefaultSessionExpiryMinutes=minutes)

    got = client.get_voice_connector_proxy(VoiceConnectorId=bare_connector_id)

    assert minutes == got["Proxy"]["DefaultSessionExpiryMinutes"]


@pytest.mark.fidelity("proxy-default-expiry-range")
@pytest.mark.parametrize("minutes", [-1, 0, 721])
def test_default_expiry_out_of_range_is_a_bad_request(
    client: Any, bare_connector_id: str, minutes: int
) -> None:
    """The refusal names the member and its range."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        configure_proxy(client, bare_connector_id, DefaultSessionExpiryMinutes=minutes)

    expected = f"DefaultSessionExpiryMinutes must be between 1 and 720, not {minutes}"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("proxy-countries")
@pytest.mark.parametrize("countries", [["US"], ["US"] * 100, ["", "US"]])
def test_pool_has_up_to_a_hundred_countries(
    client: Any, bare_connector_id: str, countries: list[str]
) -> None:
    """Entries may be empty or repeat, and come back as they were sent."""
    configure_proxy(client, bare_connector_id, PhoneNumberPoolCountries=countries)

    got = client.get_voice_connector_proxy(VoiceConnectorId=bare_connector_id)

    assert countries == got["Proxy"]["PhoneNumberCountries"]


@pytest.mark.fidelity("proxy-countries")
@pytest.mark.parametrize(
    ("countries", "violation"),
    [
        (
            [],
            (
                "Value at 'phoneNumberPoolCountries' failed to satisfy constraint: "
                "Member must have length greater than or equal to 1"
            ),
        ),
        (
            ["US"] * 101,
            (
                "Value at 'phoneNumberPoolCountries' failed to satisfy constraint: "
                "Member must have length less than or equal to 100"
            ),
        ),
        (
            ["US", "us"],
            (
                "Value at 'phoneNumberPoolCountries.2.member' failed to satisfy constraint: "
                "Member must satisfy regular expression pattern: ^$|^[A-Z]{2,2}$"
            ),
        ),
    ],
)
def test_pool_of_other_entries_is_a_bad_request(
    client: Any, bare_connector_id: str, countries: list[str], violation: str
) -> None:
    """There is at least one country, at most a hundred, each of two capitals."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        configure_proxy(client, bare_connector_id, PhoneNumberPoolCountries=countries)

    expected = f"1 validation error detected: {violation}"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("proxy-empty-country")
def test_empty_country_alone_gives_numbers_of_the_us(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A pool of no country is that of the US, wherever the participants are."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=[""])

    session = create_session(ParticipantPhoneNumbers=["+493023125001", "+493023125002"])

    assert session["Participants"][0]["ProxyPhoneNumber"] == "+12015550100"


@pytest.mark.fidelity("proxy-not-found")
@pytest.mark.parametrize("operation", ["get_voice_connector_proxy", "delete_voice_connector_proxy"])
def test_configuration_that_was_never_put_is_not_found(
    client: Any, bare_connector_id: str, operation: str
) -> None:
    """The refusal says that it is the configuration that is missing."""
    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        getattr(client, operation)(VoiceConnectorId=bare_connector_id)

    expected = f"Could not find Proxy of VoiceConnector with Id '{bare_connector_id}'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("proxy-delete")
def test_deleted_configuration_is_not_found(client: Any, connector_id: str) -> None:
    """After its deletion, the configuration is as if it had never been put."""
    client.delete_voice_connector_proxy(VoiceConnectorId=connector_id)

    with pytest.raises(client.exceptions.NotFoundException, match="Could not find Proxy of"):
        client.get_voice_connector_proxy(VoiceConnectorId=connector_id)
