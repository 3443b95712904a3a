"""Proxy sessions: create, get, delete, and what they are made of."""

import re
from typing import Any

import pytest

from tests.chime.conftest import NOW, Advance
from tests.conftest import SessionFactory, configure_proxy


def get_session(client: Any, session: dict[str, Any]) -> dict[str, Any]:
    """Return a session as it is now."""
    got: dict[str, Any] = client.get_proxy_session(
        VoiceConnectorId=session["VoiceConnectorId"], ProxySessionId=session["ProxySessionId"]
    )["ProxySession"]
    return got


@pytest.mark.fidelity("session-id")
def test_id_is_a_uuid(create_session: SessionFactory) -> None:
    """An id is a version 4 UUID in lower case."""
    session = create_session()

    uuid4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert re.fullmatch(uuid4, session["ProxySessionId"])


@pytest.mark.fidelity("session-create")
def test_new_session_is_open(
    advance: Advance, connector_id: str, create_session: SessionFactory
) -> None:
    """A new session is Open, was updated when it was created, and has not ended."""
    session = create_session()

    expected = {
        "VoiceConnectorId": connector_id,
        "Status": "Open",
        "CreatedTimestamp": NOW,
        "UpdatedTimestamp": NOW,
        "EndedTimestamp": None,
    }
    assert expected == {name: session.get(name) for name in expected}


@pytest.mark.fidelity("session-echo")
@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Name", "Ride 42"),
        ("NumberSelectionBehavior", "PreferSticky"),
        ("NumberSelectionBehavior", "AvoidSticky"),
        ("GeoMatchLevel", "Country"),
        ("GeoMatchLevel", "AreaCode"),
        ("GeoMatchParams", {"Country": "US", "AreaCode": "206"}),
        ("GeoMatchParams", {"Country": "", "AreaCode": ""}),
        ("ExpiryMinutes", 5),
    ],
)
def test_create_keeps_what_it_was_given(
    create_session: SessionFactory, member: str, value: object
) -> None:
    """An optional member comes back as it was sent."""
    session = create_session(**{member: value})

    assert value == session[member]


@pytest.mark.fidelity("session-echo")
@pytest.mark.parametrize(
    "member", ["Name", "NumberSelectionBehavior", "GeoMatchLevel", "GeoMatchParams"]
)
def test_create_invents_nothing(create_session: SessionFactory, member: str) -> None:
    """An optional member that was not sent is not set."""
    session = create_session()

    assert member not in session


@pytest.mark.fidelity("session-participants")
@pytest.mark.parametrize(
    "numbers", [["+14015550101", "+12065550100"], ["+12065550100", "+14015550101"]]
)
def test_participants_are_sorted_and_share_a_proxy_number(
    create_session: SessionFactory, numbers: list[str]
) -> None:
    """Whatever their order in the request, both people get one and the same number."""
    session = create_session(ParticipantPhoneNumbers=numbers)

    expected = [
        {"PhoneNumber": "+12065550100", "ProxyPhoneNumber": "+12015550100"},
        {"PhoneNumber": "+14015550101", "ProxyPhoneNumber": "+12015550100"},
    ]
    assert expected == session["Participants"]


@pytest.mark.fidelity("session-e164")
def test_number_without_plus_comes_back_with_it(create_session: SessionFactory) -> None:
    """PhoneNumber is always in E.164 form."""
    session = create_session(ParticipantPhoneNumbers=["12065550100", "14015550101"])

    numbers = [participant["PhoneNumber"] for participant in session["Participants"]]
    assert numbers == ["+12065550100", "+14015550101"]


@pytest.mark.fidelity("session-two-participants")
@pytest.mark.parametrize(
    ("numbers", "requirement"),
    [
        ([], "greater than or equal to 2"),
        (["+12065550100"], "greater than or equal to 2"),
        (["+12065550100", "+14015550101", "+16175550102"], "less than or equal to 2"),
    ],
)
def test_session_has_exactly_two_participants(
    client: Any, create_session: SessionFactory, numbers: list[str], requirement: str
) -> None:
    """Fewer or more than two phone numbers are a bad request."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ParticipantPhoneNumbers=numbers)

    expected = (
        "1 validation error detected: Value at 'participantPhoneNumbers' "
        f"failed to satisfy constraint: Member must have length {requirement}"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-distinct-participants")
@pytest.mark.parametrize("second", ["+12065550100", "12065550100"])
def test_participants_are_two_different_people(
    client: Any, create_session: SessionFactory, second: str
) -> None:
    """Two equal phone numbers, with a plus or without, are a bad request."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ParticipantPhoneNumbers=["+12065550100", second])

    expected = "ParticipantPhoneNumbers must be two different phone numbers"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-capabilities")
@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (["Voice", "SMS"], ["SMS", "Voice"]),
        (["SMS", "Voice"], ["SMS", "Voice"]),
        (["Voice", "Voice"], ["Voice"]),
        ([], []),
    ],
)
def test_capabilities_are_sorted_and_each_once(
    create_session: SessionFactory, sent: list[str], expected: list[str]
) -> None:
    """Capabilities come back as a set would, written in alphabetical order."""
    session = create_session(Capabilities=sent)

    assert expected == session["Capabilities"]


@pytest.mark.fidelity("session-name")
@pytest.mark.parametrize("name", ["", " ", "a" * 30, "Ride 42"])
def test_name_may_be_empty_or_thirty_characters_long(
    create_session: SessionFactory, name: str
) -> None:
    """A Name of letters, digits and blanks is kept."""
    session = create_session(Name=name)

    assert name == session["Name"]


@pytest.mark.fidelity("session-name")
@pytest.mark.parametrize("name", ["a" * 31, "a-b", "ü", "a\n"])
def test_other_names_are_a_bad_request(
    client: Any, create_session: SessionFactory, name: str
) -> None:
    """A Name has at most thirty characters and no signs."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(Name=name)

    expected = (
        "1 validation error detected: Value at 'name' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: ^$|^[a-zA-Z0-9 ]{0,30}$"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-default-expiry")
def test_expiry_is_that_of_the_configuration_unless_told(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """ExpiryMinutes is the DefaultSessionExpiryMinutes of the moment of creation."""
    configure_proxy(client, connector_id, DefaultSessionExpiryMinutes=17)

    session = create_session()

    assert session["ExpiryMinutes"] == 17


@pytest.mark.fidelity("session-expiry-range")
@pytest.mark.parametrize("minutes", [1, 720])
def test_expiry_may_be_up_to_twelve_hours(create_session: SessionFactory, minutes: int) -> None:
    """The limits of the range, 1 and 720 minutes, are in it."""
    session = create_session(ExpiryMinutes=minutes)

    assert minutes == session["ExpiryMinutes"]


@pytest.mark.fidelity("session-expiry-range")
def test_expiry_beyond_twelve_hours_is_a_bad_request(
    client: Any, create_session: SessionFactory
) -> None:
    """721 minutes are refused, with the range in the message."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ExpiryMinutes=721)

    expected = "ExpiryMinutes must be between 1 and 720, not 721"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-expiry-range")
@pytest.mark.parametrize("minutes", [-1, 0])
def test_expiry_below_a_minute_is_a_bad_request(
    client: Any, create_session: SessionFactory, minutes: int
) -> None:
    """The minimum stands in the service model, and is refused in its words."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create_session(ExpiryMinutes=minutes)

    expected = (
        "1 validation error detected: Value at 'expiryMinutes' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-unconfigured")
def test_creation_without_configuration_is_forbidden(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """The refusal names the operation that has to come first."""
    client.delete_voice_connector_proxy(VoiceConnectorId=connector_id)

    with pytest.raises(client.exceptions.ForbiddenException) as refusal:
        create_session()

    expected = (
        f"Proxy sessions are not configured for VoiceConnector with Id '{connector_id}': "
        "call PutVoiceConnectorProxy first"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-disabled")
def test_creation_while_disabled_is_forbidden(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """The refusal says that proxy sessions are disabled."""
    configure_proxy(client, connector_id, Disabled=True)

    with pytest.raises(client.exceptions.ForbiddenException) as refusal:
        create_session()

    expected = f"Proxy sessions are disabled for VoiceConnector with Id '{connector_id}'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-disabled")
def test_creation_works_again_once_enabled(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Disabled stops creation only as long as it is true."""
    configure_proxy(client, connector_id, Disabled=True)
    configure_proxy(client, connector_id, Disabled=False)

    session = create_session()

    assert session["Status"] == "Open"


@pytest.mark.fidelity("session-get")
def test_get_answers_what_create_answered(client: Any, create_session: SessionFactory) -> None:
    """GetProxySession answers the same object as CreateProxySession."""
    created = create_session(
        Name="one",
        ExpiryMinutes=5,
        NumberSelectionBehavior="AvoidSticky",
        GeoMatchLevel="AreaCode",
        GeoMatchParams={"Country": "US", "AreaCode": "206"},
    )

    assert created == get_session(client, created)


UNKNOWN_SESSION = [
    ("get_proxy_session", {}),
    ("update_proxy_session", {"Capabilities": ["Voice"]}),
    ("delete_proxy_session", {}),
]


@pytest.mark.fidelity("session-not-found")
@pytest.mark.parametrize(("operation", "parameters"), UNKNOWN_SESSION)
def test_unknown_session_is_not_found(
    client: Any, connector_id: str, operation: str, parameters: dict[str, Any]
) -> None:
    """Every operation on a session that does not exist says so."""
    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        getattr(client, operation)(
            VoiceConnectorId=connector_id, ProxySessionId="no such thing", **parameters
        )

    expected = "Could not find ProxySession with Id 'no such thing'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-not-found")
@pytest.mark.parametrize(("operation", "parameters"), UNKNOWN_SESSION)
def test_session_of_another_connector_is_not_found(
    client: Any,
    create_session: SessionFactory,
    operation: str,
    parameters: dict[str, Any],
) -> None:
    """A session can be reached through its own Voice Connector only."""
    session_id = create_session()["ProxySessionId"]
    other = client.create_voice_connector(Name="other", RequireEncryption=True)["VoiceConnector"]

    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        getattr(client, operation)(
            VoiceConnectorId=other["VoiceConnectorId"], ProxySessionId=session_id, **parameters
        )

    expected = f"Could not find ProxySession with Id '{session_id}'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("session-delete")
@pytest.mark.parametrize("operation", ["get_proxy_session", "delete_proxy_session"])
def test_deleted_session_is_not_found(
    client: Any, connector_id: str, create_session: SessionFactory, operation: str
) -> None:
    """After its deletion, a session is as if it had never been: a second one fails."""
    session_id = create_session()["ProxySessionId"]
    client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)

    with pytest.raises(client.exceptions.NotFoundException, match=session_id):
        getattr(client, operation)(VoiceConnectorId=connector_id, ProxySessionId=session_id)


@pytest.mark.fidelity("session-delete")
@pytest.mark.parametrize("filters", [{}, {"Status": "Open"}, {"Status": "Closed"}])
def test_deleted_session_is_not_listed(
    client: Any, connector_id: str, create_session: SessionFactory, filters: dict[str, str]
) -> None:
    """A deleted session is in no listing, that of Closed ones included."""
    session_id = create_session()["ProxySessionId"]

    client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id, **filters)
    assert listed["ProxySessions"] == []


@pytest.mark.fidelity("session-delete-closed")
def test_closed_session_can_be_deleted(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """DeleteProxySession removes a session that has expired."""
    session_id = create_session(ExpiryMinutes=1)["ProxySessionId"]
    advance(minutes=1)

    client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id, Status="Closed")
    assert listed["ProxySessions"] == []
