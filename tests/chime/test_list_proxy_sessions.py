"""ListProxySessions: what is listed, filters, refusals."""

import datetime
from typing import Any

import pytest

from tests.chime.conftest import NOW, Advance
from tests.conftest import SessionFactory


def list_ids(client: Any, connector_id: str, **parameters: Any) -> list[str]:
    """Return the session ids on a page."""
    page = client.list_proxy_sessions(VoiceConnectorId=connector_id, **parameters)
    return [session["ProxySessionId"] for session in page["ProxySessions"]]


@pytest.mark.fidelity("list-fields")
def test_lists_every_member_with_its_type(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A closed session that was created with every parameter shows all its members."""
    created = create_session(
        ParticipantPhoneNumbers=["+14015550101", "+12065550100"],
        Capabilities=["Voice", "SMS"],
        Name="Ride 42",
        ExpiryMinutes=5,
        NumberSelectionBehavior="AvoidSticky",
        GeoMatchLevel="AreaCode",
        GeoMatchParams={"Country": "US", "AreaCode": "212"},
    )
    advance(minutes=5)

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]

    ended = NOW + datetime.timedelta(minutes=5)
    expected = {
        "VoiceConnectorId": connector_id,
        "ProxySessionId": created["ProxySessionId"],
        "Name": "Ride 42",
        "Status": "Closed",
        "ExpiryMinutes": 5,
        "Capabilities": ["SMS", "Voice"],
        "CreatedTimestamp": NOW,
        "UpdatedTimestamp": ended,
        "EndedTimestamp": ended,
        "Participants": [
            {"PhoneNumber": "+12065550100", "ProxyPhoneNumber": "+12125550100"},
            {"PhoneNumber": "+14015550101", "ProxyPhoneNumber": "+12125550100"},
        ],
        "NumberSelectionBehavior": "AvoidSticky",
        "GeoMatchLevel": "AreaCode",
        "GeoMatchParams": {"Country": "US", "AreaCode": "212"},
    }
    assert [expected] == listed


@pytest.mark.fidelity("list-fields")
def test_lists_what_get_answers(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """An open session without optional members is listed as it was created."""
    created = [create_session() for _ in range(2)]

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]

    assert created == listed


@pytest.mark.fidelity("list-order")
def test_lists_oldest_first(client: Any, connector_id: str, create_session: SessionFactory) -> None:
    """Sessions come in the order of their creation."""
    created = [create_session()["ProxySessionId"] for _ in range(5)]

    assert created == list_ids(client, connector_id)


@pytest.mark.fidelity("list-order")
def test_update_and_expiry_do_not_change_the_order(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session stays in its place, whatever happens to it."""
    created = [create_session(ExpiryMinutes=minutes)["ProxySessionId"] for minutes in (60, 5, 60)]
    client.update_proxy_session(
        VoiceConnectorId=connector_id, ProxySessionId=created[0], Capabilities=["Voice"]
    )

    advance(minutes=5)

    assert created == list_ids(client, connector_id)


@pytest.mark.fidelity("list-connector")
def test_lists_the_sessions_of_one_connector(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Sessions of another Voice Connector are not in the list."""
    create_session()
    other = client.create_voice_connector(Name="other", RequireEncryption=True)["VoiceConnector"]

    assert list_ids(client, other["VoiceConnectorId"]) == []


@pytest.mark.fidelity("list-empty")
def test_list_of_a_connector_without_configuration_is_empty(
    client: Any, bare_connector_id: str
) -> None:
    """Listing needs no proxy configuration; the page is empty and the last."""
    page = client.list_proxy_sessions(VoiceConnectorId=bare_connector_id)

    del page["ResponseMetadata"]
    assert page == {"ProxySessions": []}


@pytest.mark.fidelity("list-status")
@pytest.mark.parametrize(
    ("status", "expected"), [("Open", [0, 2]), ("Closed", [1, 3]), ("InProgress", [])]
)
def test_status_shows_sessions_in_that_state(
    advance: Advance,
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    status: str,
    expected: list[int],
) -> None:
    """Of two open and two closed sessions, each filter shows its own, oldest first."""
    created = [create_session(ExpiryMinutes=m)["ProxySessionId"] for m in (60, 5, 60, 5)]

    advance(minutes=5)

    listed = list_ids(client, connector_id, Status=status)
    assert [created[place] for place in expected] == listed


@pytest.mark.fidelity("list-status")
@pytest.mark.parametrize(("milliseconds", "status"), [(-1, "Open"), (0, "Closed")])
def test_status_is_that_of_the_moment(
    advance: Advance,
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    milliseconds: int,
    status: str,
) -> None:
    """A session is in the list of Closed ones from the instant of its expiry on."""
    session_id = create_session(ExpiryMinutes=5)["ProxySessionId"]

    advance(minutes=5, milliseconds=milliseconds)

    assert [session_id] == list_ids(client, connector_id, Status=status)


@pytest.mark.fidelity("list-status-unknown")
@pytest.mark.parametrize("status", ["", "open", "Expired"])
def test_unknown_status_is_a_bad_request(client: Any, connector_id: str, status: str) -> None:
    """A Status must be one of three, written as they are."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, Status=status)

    expected = (
        "1 validation error detected: Value at 'status' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Open, InProgress, Closed]"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-max-results")
def test_max_results_may_be_one(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """The smallest page holds the oldest session."""
    created = [create_session()["ProxySessionId"] for _ in range(2)]

    assert created[:1] == list_ids(client, connector_id, MaxResults=1)


@pytest.mark.fidelity("list-max-results", "namespace-limits", "namespace-unknown")
def test_max_results_may_be_the_largest_page(
    client: Any, connector_id: str, create_session: SessionFactory, largest_page: int
) -> None:
    """The upper limit of the range is in it, and a page is not filled up."""
    session_id = create_session()["ProxySessionId"]

    assert [session_id] == list_ids(client, connector_id, MaxResults=largest_page)


@pytest.mark.fidelity("list-max-results")
@pytest.mark.parametrize("max_results", [0, -1])
def test_max_results_below_one_is_a_bad_request(
    client: Any, connector_id: str, max_results: int
) -> None:
    """A page cannot hold less than one session."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=max_results)

    expected = (
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-max-results", "namespace-limits", "namespace-unknown")
def test_max_results_above_the_largest_page_is_a_bad_request(
    client: Any, connector_id: str, largest_page: int
) -> None:
    """The upper limit is 99 on legacy, 100 on voice and over an endpoint of one's own."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=largest_page + 1)

    expected = (
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        f"Member must have value less than or equal to {largest_page}"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-max-results")
@pytest.mark.parametrize("max_results", ["", "ten", "1.5", "1e1", "٣"])
def test_max_results_must_be_an_integer(client: Any, connector_id: str, max_results: str) -> None:
    """What is not written as an integer is a bad request."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=max_results)

    expected = (
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        "Member must be of type integer"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-default-page")
def test_page_is_as_large_as_it_may_be_unless_told(
    client: Any, connector_id: str, create_session: SessionFactory, largest_page: int
) -> None:
    """Without MaxResults a page holds as many sessions as MaxResults could ask for."""
    created = [create_session()["ProxySessionId"] for _ in range(largest_page + 1)]

    assert created[:largest_page] == list_ids(client, connector_id)
