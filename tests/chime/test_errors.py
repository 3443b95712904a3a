"""Errors as clients catch them, and the validation of requests."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.chime.conftest import legacy
from tests.conftest import SessionFactory, configure_proxy

PAIR = ["+12065551000", "+15035551000"]


def break_a_constraint(client: Any, connector_id: str) -> None:
    """Ask for a page of no sessions."""
    client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=0)


def break_a_rule(client: Any, connector_id: str) -> None:
    """Configure an expiry of more than twelve hours."""
    configure_proxy(client, connector_id, DefaultSessionExpiryMinutes=721)


def miss_a_session(client: Any, connector_id: str) -> None:
    """Ask for a session that does not exist."""
    client.get_proxy_session(VoiceConnectorId=connector_id, ProxySessionId="1")


def create_while_disabled(client: Any, connector_id: str) -> None:
    """Create a session while the proxy configuration is disabled."""
    configure_proxy(client, connector_id, Disabled=True)
    client.create_proxy_session(
        VoiceConnectorId=connector_id, ParticipantPhoneNumbers=PAIR, Capabilities=["Voice"]
    )


def set_too_many_tags(client: Any, connector_id: str) -> None:
    """Set fifty tags, and one more."""
    arn = f"arn:aws:chime:us-east-1:123456789012:vc/{connector_id}"
    for keys in (range(50), range(50, 51)):
        client.tag_resource(
            ResourceARN=arn, Tags=[{"Key": f"key{key}", "Value": "value"} for key in keys]
        )


def exhaust_the_pool(client: Any, connector_id: str) -> None:
    """Open more sessions than Monaco has numbers for."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["MC"])
    for _ in range(100):
        client.create_proxy_session(
            VoiceConnectorId=connector_id, ParticipantPhoneNumbers=PAIR, Capabilities=["Voice"]
        )


Provoke = Callable[[Any, str], None]

ERRORS = [
    (break_a_constraint, "BadRequestException", 400),
    (break_a_rule, "BadRequestException", 400),
    (miss_a_session, "NotFoundException", 404),
    (create_while_disabled, "ForbiddenException", 403),
    (set_too_many_tags, "ResourceLimitExceededException", 400),
    (exhaust_the_pool, "ServiceUnavailableException", 503),
]


@pytest.mark.fidelity("error-type-header", "error-statuses")
@pytest.mark.parametrize(("provoke", "name", "status"), ERRORS)
def test_error_is_the_modelled_exception(
    client: Any, connector_id: str, provoke: Provoke, name: str, status: int
) -> None:
    """Clients catch the exception by its name, which is also its code, and see the status."""
    with pytest.raises(getattr(client.exceptions, name)) as caught:
        provoke(client, connector_id)

    response = caught.value.response
    assert (name, status) == (
        response["Error"]["Code"],
        response["ResponseMetadata"]["HTTPStatusCode"],
    )


@legacy
@pytest.mark.fidelity("error-body")
def test_legacy_clients_see_the_short_code_too(client: Any) -> None:
    """The legacy model's exceptions have the members Code and Message."""
    with pytest.raises(client.exceptions.NotFoundException) as caught:
        client.get_voice_connector(VoiceConnectorId="1")

    assert caught.value.response["Code"] == "NotFound"


@pytest.mark.fidelity("request-id")
def test_error_has_a_request_id(client: Any) -> None:
    """What a user would send to AWS's support is there, in the form of a UUID."""
    with pytest.raises(client.exceptions.NotFoundException) as caught:
        client.get_voice_connector(VoiceConnectorId="1")

    request_id = caught.value.response["ResponseMetadata"]["RequestId"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id)


@pytest.mark.fidelity("unsupported-operation")
def test_unsupported_operation_names_itself(client: Any) -> None:
    """An operation that the mock lacks answers 501, and nobody takes it for a missing path."""
    with pytest.raises(ClientError) as caught:
        client.list_phone_numbers()

    error = caught.value.response["Error"]
    expected = (
        501,
        "NotImplementedException",
        "chime-proxy-mock does not implement the operation ListPhoneNumbers",
    )
    status = caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
    assert expected == (status, error["Code"], error["Message"])


@pytest.mark.fidelity("validation", "validation-error", "validation-message")
@pytest.mark.parametrize(
    ("parameters", "violation"),
    [
        ({"Capabilities": None}, "'capabilities' {} not be null"),
        (
            {"Capabilities": ["Voice", "Fax"]},
            "'capabilities.2.member' {} satisfy enum value set: [Voice, SMS]",
        ),
        ({"Capabilities": [None]}, "'capabilities.1.member' {} not be null"),
        (
            {"ParticipantPhoneNumbers": ["+12065550100", "0123"]},
            (
                "'participantPhoneNumbers.2.member' {} satisfy regular expression pattern: "
                r"^\+?[1-9]\d{{1,14}}$"
            ),
        ),
        (
            {"ParticipantPhoneNumbers": ["+12065550100", "+1206555010٣"]},
            (
                "'participantPhoneNumbers.2.member' {} satisfy regular expression pattern: "
                r"^\+?[1-9]\d{{1,14}}$"
            ),
        ),
        (
            {"ParticipantPhoneNumbers": ["+12065550100", 14015550101]},
            "'participantPhoneNumbers.2.member' {} be of type string",
        ),
        ({"ExpiryMinutes": "5"}, "'expiryMinutes' {} be of type integer"),
        ({"ExpiryMinutes": True}, "'expiryMinutes' {} be of type integer"),
        ({"ExpiryMinutes": 5.5}, "'expiryMinutes' {} be of type integer"),
        ({"ExpiryMinutes": 0}, "'expiryMinutes' {} have value greater than or equal to 1"),
        ({"Name": ["a"]}, "'name' {} be of type string"),
        (
            {"NumberSelectionBehavior": "Sticky"},
            "'numberSelectionBehavior' {} satisfy enum value set: [PreferSticky, AvoidSticky]",
        ),
        (
            {"GeoMatchLevel": ""},
            "'geoMatchLevel' {} satisfy enum value set: [Country, AreaCode]",
        ),
        ({"GeoMatchParams": {"Country": "US"}}, "'geoMatchParams.areaCode' {} not be null"),
        (
            {"GeoMatchParams": {"Country": "us", "AreaCode": "206"}},
            "'geoMatchParams.country' {} satisfy regular expression pattern: ^$|^[A-Z]{{2,2}}$",
        ),
    ],
)
def test_broken_constraint_is_a_bad_request(
    client: Any, create_session: SessionFactory, parameters: dict[str, Any], violation: str
) -> None:
    """The message names the member by its path, and what the model wants of it."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(**parameters)

    sentence = violation.format("failed to satisfy constraint: Member must")
    expected = f"1 validation error detected: Value at {sentence}"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("validation")
@pytest.mark.parametrize(
    ("parameters", "violation"),
    [
        ({"RequireEncryption": "true"}, "'requireEncryption' {} be of type boolean"),
        ({"Name": ""}, "'name' {} have length greater than or equal to 1"),
        ({"Name": "a" * 257}, "'name' {} have length less than or equal to 256"),
    ],
)
def test_broken_constraint_of_a_connector_is_in_the_message(
    client: Any, parameters: dict[str, Any], violation: str
) -> None:
    """Booleans and lengths of strings are checked as well."""
    sent = {"Name": "one", "RequireEncryption": True, **parameters}

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.create_voice_connector(**sent)

    sentence = violation.format("failed to satisfy constraint: Member must")
    assert f"Value at {sentence}" in refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("validation-message")
def test_all_broken_constraints_are_in_one_message(
    client: Any, create_session: SessionFactory
) -> None:
    """Three mistakes are counted and listed."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ParticipantPhoneNumbers=["x", "+12065550100"], Name="!", ExpiryMinutes=0)

    count, _, violations = refusal.value.response["Error"]["Message"].partition(": ")
    members = sorted(re.findall(r"Value at '([\w.]+)' failed to satisfy constraint", violations))
    expected = ["expiryMinutes", "name", "participantPhoneNumbers.1.member"]
    assert ("3 validation errors detected", expected) == (count, members)


@pytest.mark.fidelity("validation-values")
def test_refusal_does_not_repeat_what_was_sent(client: Any, create_session: SessionFactory) -> None:
    """A phone number that is refused does not end up in the logs."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ParticipantPhoneNumbers=["+12065550100", "206-555-0199"])

    assert "206-555-0199" not in refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("validation-first")
def test_bad_request_is_refused_before_anything_is_looked_up(client: Any) -> None:
    """A page of no sessions of an unknown Voice Connector is a bad request, not unknown."""
    with pytest.raises(client.exceptions.BadRequestException, match="maxResults"):
        client.list_proxy_sessions(VoiceConnectorId="1", MaxResults=0)
