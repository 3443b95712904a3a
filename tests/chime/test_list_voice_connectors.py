"""ListVoiceConnectors: order and pages."""

from typing import Any

import pytest

from tests.chime.conftest import ConnectorFactory, list_connector_ids
from tests.conftest import SessionFactory


@pytest.mark.fidelity("connector-list-order")
def test_lists_connectors_of_all_aws_regions_oldest_first(
    client: Any, create_connector: ConnectorFactory
) -> None:
    """One listing has the Voice Connectors of every AwsRegion, in the order of creation."""
    regions = ["us-west-2", "us-east-1", "us-west-2"]
    created = [create_connector(AwsRegion=region)["VoiceConnectorId"] for region in regions]

    assert created == list_connector_ids(client)


@pytest.mark.fidelity("connector-list-order")
def test_lists_what_get_returns(client: Any, create_connector: ConnectorFactory) -> None:
    """A Voice Connector in the list has all its members."""
    created = create_connector()

    listed = client.list_voice_connectors()["VoiceConnectors"]

    assert [created] == listed


@pytest.mark.fidelity("connector-list-paging")
def test_pages_hold_max_results_connectors(client: Any, create_connector: ConnectorFactory) -> None:
    """A walk through pages of two shows five Voice Connectors once each, in order."""
    created = [create_connector()["VoiceConnectorId"] for _ in range(5)]

    first = client.list_voice_connectors(MaxResults=2)
    second = client.list_voice_connectors(MaxResults=2, NextToken=first["NextToken"])
    third = client.list_voice_connectors(MaxResults=2, NextToken=second["NextToken"])

    pages = [page["VoiceConnectors"] for page in (first, second, third)]
    shown = [[connector["VoiceConnectorId"] for connector in page] for page in pages]
    assert [created[:2], created[2:4], created[4:]] == shown


@pytest.mark.fidelity("connector-list-paging")
def test_exactly_full_last_page_of_connectors_has_no_token(
    client: Any, create_connector: ConnectorFactory
) -> None:
    """No token leads to an empty page."""
    for _ in range(2):
        create_connector()

    assert "NextToken" not in client.list_voice_connectors(MaxResults=2)


@pytest.mark.fidelity("connector-list-paging")
def test_connectors_deleted_between_pages_shift_nothing(
    client: Any, create_connector: ConnectorFactory
) -> None:
    """The next page goes on after the last item shown, even when that one is gone."""
    created = [create_connector()["VoiceConnectorId"] for _ in range(4)]
    token = client.list_voice_connectors(MaxResults=2)["NextToken"]

    for voice_connector_id in created[:2]:
        client.delete_voice_connector(VoiceConnectorId=voice_connector_id)

    assert created[2:] == list_connector_ids(client, MaxResults=2, NextToken=token)


@pytest.mark.fidelity("connector-list-paging")
def test_token_of_sessions_does_not_page_connectors(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A token of ListProxySessions is a bad request to ListVoiceConnectors."""
    for _ in range(2):
        create_session()
    token = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=1)["NextToken"]

    with pytest.raises(client.exceptions.BadRequestException, match="NextToken is not valid"):
        client.list_voice_connectors(NextToken=token)


@pytest.mark.fidelity("connector-list-default-page")
def test_page_of_connectors_is_as_large_as_it_may_be_unless_told(
    client: Any, create_connector: ConnectorFactory, largest_page: int
) -> None:
    """Without MaxResults a page holds as many Voice Connectors as MaxResults could ask for."""
    for _ in range(largest_page + 1):
        create_connector()

    assert largest_page == len(list_connector_ids(client))
