"""Proxy numbers: who may have the same one, and when it is free again."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.chime.conftest import PORTLAND, SEATTLE, Advance, NumberFactory, number_of
from tests.conftest import SessionFactory, configure_proxy

PAIR = [SEATTLE, PORTLAND]
OTHERS = ["+14165551000", "+493012345678"]

Exhaust = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def exhaust(client: Any, connector_id: str, create_session: SessionFactory) -> Exhaust:
    """A function that opens as many sessions of one pair as Monaco has numbers for."""

    def open_sessions() -> list[dict[str, Any]]:
        configure_proxy(client, connector_id, PhoneNumberPoolCountries=["MC"])
        sessions: list[dict[str, Any]] = []
        with suppress(client.exceptions.ServiceUnavailableException):
            sessions.extend(create_session(ParticipantPhoneNumbers=PAIR) for _ in range(100))
        return sessions

    return open_sessions


@pytest.mark.fidelity("number-one-session")
@pytest.mark.parametrize("other_pair", [[SEATTLE, OTHERS[0]], [OTHERS[0], PORTLAND], PAIR])
def test_sessions_that_share_a_participant_have_different_numbers(
    create_number: NumberFactory, other_pair: list[str]
) -> None:
    """Whoever of the two is in both sessions, a call leads to one of them only."""
    preferring = {"GeoMatchParams": {"Country": "US", "AreaCode": "212"}}

    first = create_number(ParticipantPhoneNumbers=PAIR, **preferring)
    second = create_number(ParticipantPhoneNumbers=other_pair, **preferring)

    assert ("+12125550100", "+12125550101") == (first, second)


@pytest.mark.fidelity("number-one-session")
def test_sessions_of_two_connectors_that_share_a_participant_have_different_numbers(
    client: Any, create_number: NumberFactory
) -> None:
    """The Voice Connectors of an account have one pool."""
    other = client.create_voice_connector(Name="other", RequireEncryption=True)["VoiceConnector"]
    other_id = other["VoiceConnectorId"]
    configure_proxy(client, other_id)
    wanted = {
        "ParticipantPhoneNumbers": PAIR,
        "GeoMatchParams": {"Country": "US", "AreaCode": "212"},
    }

    first = create_number(**wanted)
    second = create_number(VoiceConnectorId=other_id, **wanted)

    assert ("+12125550100", "+12125550101") == (first, second)


@pytest.mark.fidelity("number-shared")
def test_sessions_of_other_people_may_have_the_same_number(
    exhaust: Exhaust, create_number: NumberFactory
) -> None:
    """When one pair uses every number, another pair gets one of them."""
    numbers_in_use = [number_of(session) for session in exhaust()]

    number = create_number(ParticipantPhoneNumbers=OTHERS)

    assert number in numbers_in_use


@pytest.mark.fidelity("number-not-own")
@pytest.mark.parametrize("numbers", [["+12015550100", SEATTLE], [SEATTLE, "+12015550100"]])
def test_proxy_number_is_never_that_of_a_participant(
    create_number: NumberFactory, numbers: list[str]
) -> None:
    """A participant with the number that would come next does not get it."""
    number = create_number(ParticipantPhoneNumbers=numbers)

    assert number == "+12015550101"


@pytest.mark.fidelity("number-sticky")
@pytest.mark.parametrize("behavior", [{"NumberSelectionBehavior": "PreferSticky"}, {}])
@pytest.mark.parametrize("same_pair", [PAIR, PAIR[::-1]])
def test_pair_gets_the_number_that_it_had_last(
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    behavior: dict[str, str],
    same_pair: list[str],
) -> None:
    """PreferSticky, which is the default, gives the free number back, in any order of the two."""
    former = create_session(ParticipantPhoneNumbers=PAIR)
    client.delete_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=former["ProxySessionId"]
    )

    session = create_session(ParticipantPhoneNumbers=same_pair, **behavior)

    assert number_of(former) == number_of(session)


@pytest.mark.fidelity("number-avoid-sticky")
def test_avoid_sticky_gives_another_number(
    advance: Advance, exhaust: Exhaust, create_number: NumberFactory
) -> None:
    """The number that a pair had last is passed over, even if its turn has come."""
    numbers = [number_of(session) for session in exhaust()]
    advance(hours=1)
    for _ in numbers[:-1]:
        create_number(ParticipantPhoneNumbers=OTHERS)

    number = create_number(ParticipantPhoneNumbers=PAIR, NumberSelectionBehavior="AvoidSticky")

    assert numbers[0] == number


@pytest.mark.fidelity("number-avoid-sticky")
def test_avoid_sticky_takes_the_last_number_if_nothing_else_is_left(
    exhaust: Exhaust,
    client: Any,
    connector_id: str,
    create_number: NumberFactory,
) -> None:
    """AvoidSticky is a preference, not a reason to refuse a session."""
    *_, last = exhaust()
    client.delete_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=last["ProxySessionId"]
    )

    number = create_number(ParticipantPhoneNumbers=PAIR, NumberSelectionBehavior="AvoidSticky")

    assert number_of(last) == number


@pytest.mark.fidelity("number-released")
def test_number_of_a_closed_session_is_free(
    advance: Advance, create_session: SessionFactory, create_number: NumberFactory
) -> None:
    """Once a session has expired, its participants can get its number again."""
    closed = create_session(ParticipantPhoneNumbers=PAIR, ExpiryMinutes=5)
    advance(minutes=5)

    number = create_number(ParticipantPhoneNumbers=PAIR)

    assert number_of(closed) == number


@pytest.mark.fidelity("number-released")
def test_deleting_a_closed_session_does_not_free_its_number_twice(
    advance: Advance,
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    create_number: NumberFactory,
) -> None:
    """A number that went on to a later session stays with it when the earlier one goes."""
    closed = create_session(ParticipantPhoneNumbers=PAIR, ExpiryMinutes=5)
    advance(minutes=5)
    live = create_session(ParticipantPhoneNumbers=PAIR)
    client.delete_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=closed["ProxySessionId"]
    )

    number = create_number(ParticipantPhoneNumbers=PAIR)

    assert number_of(live) != number


@pytest.mark.fidelity("number-released", "connector-delete-sessions")
def test_numbers_of_a_deleted_connector_are_free(
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    create_number: NumberFactory,
) -> None:
    """The sessions that go with a Voice Connector give their numbers back."""
    other = client.create_voice_connector(Name="other", RequireEncryption=True)["VoiceConnector"]
    other_id = other["VoiceConnectorId"]
    configure_proxy(client, other_id)
    gone = create_session(VoiceConnectorId=other_id, ParticipantPhoneNumbers=PAIR)
    client.delete_voice_connector(VoiceConnectorId=other_id)

    number = create_number(ParticipantPhoneNumbers=PAIR)

    assert number_of(gone) == number


@pytest.mark.fidelity("number-exhausted")
def test_exhausted_pool_is_unavailable(
    exhaust: Exhaust, client: Any, create_session: SessionFactory
) -> None:
    """The refusal names the country that has no number left for these people."""
    exhaust()

    with pytest.raises(client.exceptions.ServiceUnavailableException) as refusal:
        create_session(ParticipantPhoneNumbers=PAIR)

    expected = "No proxy phone number is available in country 'MC'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("number-exhausted")
def test_country_without_numbers_is_unavailable(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A code that no country has can be configured, and has no numbers to give."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["ZZ"])

    with pytest.raises(client.exceptions.ServiceUnavailableException) as refusal:
        create_session()

    expected = "No proxy phone number is available in country 'ZZ'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("number-exhausted", "number-released")
def test_exhausted_pool_recovers_when_a_session_closes(
    advance: Advance,
    exhaust: Exhaust,
    create_number: NumberFactory,
) -> None:
    """Once the sessions have expired, every number can be had again."""
    numbers_in_use = [number_of(session) for session in exhaust()]
    advance(hours=1)

    numbers = [create_number(ParticipantPhoneNumbers=PAIR) for _ in numbers_in_use]

    assert sorted(numbers_in_use) == sorted(numbers)
