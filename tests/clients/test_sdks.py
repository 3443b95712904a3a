"""The AWS CLI and the AWS SDKs for JavaScript, against the standalone server."""

import datetime
from typing import Any

import pytest
import time_machine

from chime_proxy_mock.pytest_plugin import ProxySessionFactory
from tests.clients.tools import Client, ClientError

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
TIMESTAMPS = {"CreatedTimestamp", "UpdatedTimestamp", "EndedTimestamp"}


def test_opens_a_session_from_nothing(other_client: Client) -> None:
    """The client makes a connector, configures it, and opens a session on it."""
    connector = other_client.call("CreateVoiceConnector", Name="taxi", RequireEncryption=True)
    connector_id = connector["VoiceConnector"]["VoiceConnectorId"]
    other_client.call(
        "PutVoiceConnectorProxy",
        VoiceConnectorId=connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )

    session = other_client.call(
        "CreateProxySession",
        VoiceConnectorId=connector_id,
        ParticipantPhoneNumbers=["+12065550101", "+12065550102"],
        Capabilities=["SMS", "Voice"],
    )["ProxySession"]

    assert [session["ProxySessionId"]] == [
        listed["ProxySessionId"]
        for listed in other_client.call("ListProxySessions", VoiceConnectorId=connector_id)[
            "ProxySessions"
        ]
    ]


def test_reads_every_field(
    other_client: Client, chime_proxy_session_factory: ProxySessionFactory
) -> None:
    """A session arrives with the members and values that boto3 reads."""
    created = chime_proxy_session_factory(
        Name="Ride 1",
        ExpiryMinutes=30,
        NumberSelectionBehavior="AvoidSticky",
        GeoMatchLevel="AreaCode",
        GeoMatchParams={"Country": "US", "AreaCode": "206"},
    )

    session = other_client.call("GetProxySession", **_ids_of(created))["ProxySession"]

    assert _without_timestamps(created) == _without_timestamps(session)


@pytest.mark.parametrize("status", ["Open", "Closed"])
def test_lists_by_status(
    other_client: Client,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
    status: str,
) -> None:
    """A listing by status has the sessions of this status only."""
    with time_machine.travel(NOW, tick=False) as traveller:
        short = chime_proxy_session_factory(ExpiryMinutes=30)["ProxySessionId"]
        long = chime_proxy_session_factory(ExpiryMinutes=60)["ProxySessionId"]
        traveller.shift(datetime.timedelta(minutes=30))

        page = other_client.call(
            "ListProxySessions", VoiceConnectorId=chime_voice_connector_id, Status=status
        )

    assert [{"Open": long, "Closed": short}[status]] == _session_ids(page)


def test_walks_pages(
    other_client: Client,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
) -> None:
    """The token of a page leads to the next one, and the last page has none."""
    created = [chime_proxy_session_factory()["ProxySessionId"] for _ in range(4)]
    listing = {"VoiceConnectorId": chime_voice_connector_id, "MaxResults": 2}

    first = other_client.call("ListProxySessions", **listing)
    second = other_client.call("ListProxySessions", **listing, NextToken=first["NextToken"])

    assert [created[:2], created[2:]] == [_session_ids(first), _session_ids(second)]
    assert second.get("NextToken") is None


def test_updates_a_session(
    other_client: Client, chime_proxy_session_factory: ProxySessionFactory
) -> None:
    """An update, which answers 201, returns the session as it has become."""
    ids = _ids_of(chime_proxy_session_factory(Capabilities=["SMS", "Voice"]))

    session = other_client.call("UpdateProxySession", **ids, Capabilities=["Voice"])

    assert ["Voice"] == session["ProxySession"]["Capabilities"]


def test_deletes_a_session(
    other_client: Client,
    chime_voice_connector_id: str,
    chime_proxy_session_factory: ProxySessionFactory,
) -> None:
    """A deletion, whose answer has no body, is one that the client understands."""
    ids = _ids_of(chime_proxy_session_factory())

    output = other_client.call("DeleteProxySession", **ids)

    assert {} == output
    page = other_client.call("ListProxySessions", VoiceConnectorId=chime_voice_connector_id)
    assert [] == page["ProxySessions"]


def test_tags_a_voice_connector(
    other_client: Client, chime_sdk_voice_client: Any, chime_voice_connector_id: str
) -> None:
    """The operations that a query string tells apart are told apart."""
    connector = chime_sdk_voice_client.get_voice_connector(
        VoiceConnectorId=chime_voice_connector_id
    )["VoiceConnector"]
    arn = connector["VoiceConnectorArn"]

    other_client.call("TagResource", ResourceARN=arn, Tags=[{"Key": "team", "Value": "rides"}])

    tags = other_client.call("ListTagsForResource", ResourceARN=arn)["Tags"]
    assert [{"Key": "team", "Value": "rides"}] == tags


@pytest.mark.parametrize(
    ("parameters", "code", "message"),
    [
        pytest.param(
            {"VoiceConnectorId": "nowhere"},
            "NotFound",
            "Could not find VoiceConnector with Id 'nowhere'",
            id="not-found",
        ),
        pytest.param(
            {"NextToken": "bogus"},
            "BadRequest",
            "NextToken is not valid for this listing: use the token of the previous page, "
            "with the same filters",
            id="bad-request",
        ),
    ],
)
def test_reports_why_a_listing_is_refused(
    other_client: Client,
    chime_voice_connector_id: str,
    parameters: dict[str, str],
    code: str,
    message: str,
) -> None:
    """The client names the error and shows its message."""
    listing = {"VoiceConnectorId": chime_voice_connector_id, **parameters}

    with pytest.raises(ClientError) as caught:
        other_client.call("ListProxySessions", **listing)

    error = caught.value
    assert (code + other_client.error_ending, message) == (error.name, error.message)


def test_reports_why_a_session_is_refused(
    other_client: Client, chime_sdk_voice_client: Any, chime_voice_connector_id: str
) -> None:
    """Without a proxy configuration, the client gets a ForbiddenException."""
    chime_sdk_voice_client.delete_voice_connector_proxy(VoiceConnectorId=chime_voice_connector_id)

    with pytest.raises(ClientError) as caught:
        other_client.call(
            "CreateProxySession",
            VoiceConnectorId=chime_voice_connector_id,
            ParticipantPhoneNumbers=["+12065550101", "+12065550102"],
            Capabilities=["Voice"],
        )

    assert "Forbidden" + other_client.error_ending == caught.value.name


def _ids_of(session: dict[str, Any]) -> dict[str, str]:
    return {name: session[name] for name in ("VoiceConnectorId", "ProxySessionId")}


def _session_ids(page: dict[str, Any]) -> list[str]:
    return [session["ProxySessionId"] for session in page["ProxySessions"]]


def _without_timestamps(session: dict[str, Any]) -> dict[str, Any]:
    """Clients differ in how they show these."""
    return {name: value for name, value in session.items() if name not in TIMESTAMPS}
