"""Tags of Voice Connectors."""

from typing import Any

import pytest

from tests.chime.conftest import DIRECT, LEGACY_HOST, legacy, through, voice
from tests.conftest import ClientFactory


def tags(**values: str) -> list[dict[str, str]]:
    """Return tags as the API has them."""
    return [{"Key": key, "Value": value} for key, value in values.items()]


def list_tags(client: Any, arn: str) -> list[dict[str, str]]:
    """Return the tags of a resource."""
    listed: list[dict[str, str]] = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
    return listed


@pytest.fixture
def arn(client: Any, bare_connector_id: str) -> str:
    """The ARN of a Voice Connector without tags."""
    got = client.get_voice_connector(VoiceConnectorId=bare_connector_id)
    voice_connector_arn: str = got["VoiceConnector"]["VoiceConnectorArn"]
    return voice_connector_arn


@voice
@pytest.mark.fidelity("tags-create")
def test_connector_can_be_created_with_tags(client: Any) -> None:
    """Tags that CreateVoiceConnector was given are listed."""
    created = client.create_voice_connector(
        Name="one", RequireEncryption=True, Tags=tags(team="blue", stage="test")
    )

    listed = list_tags(client, created["VoiceConnector"]["VoiceConnectorArn"])

    assert tags(team="blue", stage="test") == listed


@voice
@pytest.mark.fidelity("tags-not-in-connector")
def test_tags_are_no_part_of_the_connector(client: Any) -> None:
    """CreateVoiceConnector takes tags and does not answer them."""
    created = client.create_voice_connector(
        Name="one", RequireEncryption=True, Tags=tags(team="blue")
    )

    assert "Tags" not in created["VoiceConnector"]


@pytest.mark.fidelity("tags-list")
def test_connector_without_tags_has_an_empty_list(client: Any, arn: str) -> None:
    """Nothing set is nothing listed."""
    assert list_tags(client, arn) == []


@pytest.mark.fidelity("tags-list")
def test_tags_are_listed_in_the_order_in_which_they_came(client: Any, arn: str) -> None:
    """A key that gets a new value keeps its place."""
    client.tag_resource(ResourceARN=arn, Tags=tags(b="1", a="2"))
    client.tag_resource(ResourceARN=arn, Tags=tags(c="3", b="4"))

    assert tags(b="4", a="2", c="3") == list_tags(client, arn)


@legacy
@pytest.mark.fidelity("tags-legacy")
def test_legacy_namespace_tags_connectors_too(client: Any, arn: str) -> None:
    """The legacy API does with tags what AWS keeps for the new one."""
    client.tag_resource(ResourceARN=arn, Tags=tags(team="blue"))

    assert tags(team="blue") == list_tags(client, arn)


@pytest.mark.fidelity("tags-add")
def test_tagging_again_replaces_values_and_keeps_other_tags(client: Any, arn: str) -> None:
    """TagResource adds to what is there."""
    client.tag_resource(ResourceARN=arn, Tags=tags(team="blue", stage="test"))

    client.tag_resource(ResourceARN=arn, Tags=tags(team="red"))

    assert tags(team="red", stage="test") == list_tags(client, arn)


@pytest.mark.fidelity("tags-remove")
def test_untagging_removes_the_keys_that_are_there(client: Any, arn: str) -> None:
    """UntagResource ignores keys that the Voice Connector does not have."""
    client.tag_resource(ResourceARN=arn, Tags=tags(team="blue", stage="test"))

    client.untag_resource(ResourceARN=arn, TagKeys=["team", "none"])

    assert tags(stage="test") == list_tags(client, arn)


@pytest.mark.fidelity("tags-duplicate")
def test_last_tag_of_a_key_counts(client: Any, arn: str) -> None:
    """A request that names a key twice sets its second value."""
    client.tag_resource(ResourceARN=arn, Tags=[*tags(team="blue"), *tags(team="red")])

    assert tags(team="red") == list_tags(client, arn)


@pytest.mark.fidelity("tags-limit")
def test_fifty_tags_are_not_too_many(client: Any, arn: str) -> None:
    """A request may have fifty tags, and so may a Voice Connector."""
    fifty = tags(**{f"key{number}": "value" for number in range(50)})

    client.tag_resource(ResourceARN=arn, Tags=fifty)

    assert fifty == list_tags(client, arn)


@pytest.mark.fidelity("tags-limit")
def test_more_than_fifty_tags_are_refused(client: Any, arn: str) -> None:
    """What would make it fifty-one tags exceeds a limit."""
    client.tag_resource(ResourceARN=arn, Tags=tags(**{f"key{n}": "value" for n in range(49)}))

    with pytest.raises(client.exceptions.ResourceLimitExceededException) as refusal:
        client.tag_resource(ResourceARN=arn, Tags=tags(one="more", two="more"))

    expected = "A resource can have at most 50 tags"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("tags-limit")
def test_refused_tags_are_not_set(client: Any, arn: str) -> None:
    """Of tags that are too many, none is set, nor is a value replaced."""
    before = tags(**{f"key{number}": "value" for number in range(50)})
    client.tag_resource(ResourceARN=arn, Tags=before)

    with pytest.raises(client.exceptions.ResourceLimitExceededException):
        client.tag_resource(ResourceARN=arn, Tags=tags(key0="replaced", one="more"))

    assert before == list_tags(client, arn)


@pytest.mark.fidelity("tags-limit", "validation")
def test_request_with_more_than_fifty_tags_is_a_bad_request(client: Any, arn: str) -> None:
    """The model's limit for one request is checked first."""
    with pytest.raises(client.exceptions.BadRequestException, match="less than or equal to 50"):
        client.tag_resource(ResourceARN=arn, Tags=tags(**{f"key{n}": "value" for n in range(51)}))


@voice
@pytest.mark.fidelity("tags-empty-value", "namespace-limits")
def test_value_may_be_empty_on_voice(client: Any, arn: str) -> None:
    """The voice model has no minimum length for values."""
    client.tag_resource(ResourceARN=arn, Tags=tags(team=""))

    assert tags(team="") == list_tags(client, arn)


@through(LEGACY_HOST)
@pytest.mark.fidelity("tags-empty-value", "namespace-limits")
def test_value_may_not_be_empty_on_legacy(client: Any, arn: str) -> None:
    """The legacy model wants at least one character."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.tag_resource(ResourceARN=arn, Tags=tags(team=""))

    expected = (
        "1 validation error detected: Value at 'tags.1.member.value' "
        "failed to satisfy constraint: Member must have length greater than or equal to 1"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("tags-arn")
@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:chime:us-east-1:123456789012:meeting/1",
        "arn:aws:s3:::bucket",
        "arn:aws:chime:us-east-1:123456789012:vc/",
    ],
)
@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("tag_resource", {"Tags": tags(team="blue")}),
        ("untag_resource", {"TagKeys": ["team"]}),
        ("list_tags_for_resource", {}),
    ],
)
def test_arn_of_something_else_is_a_bad_request(
    client: Any, arn: str, operation: str, parameters: dict[str, Any]
) -> None:
    """An ARN that is not that of a Voice Connector is refused in AWS's words."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        getattr(client, operation)(ResourceARN=arn, **parameters)

    assert refusal.value.response["Error"]["Message"] == "Invalid resource"


@pytest.mark.fidelity("tags-not-found")
@pytest.mark.parametrize(
    "owner", ["us-east-1:210987654321", "us-west-2:123456789012", "us-east-1:"]
)
def test_arn_of_a_connector_elsewhere_is_not_found(
    client: Any, bare_connector_id: str, owner: str
) -> None:
    """The id alone is not enough: account and Region must be those of the Voice Connector."""
    arn = f"arn:aws:chime:{owner}:vc/{bare_connector_id}"

    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        client.list_tags_for_resource(ResourceARN=arn)

    expected = f"Could not find VoiceConnector with Id '{bare_connector_id}'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("tags-not-found")
def test_arn_of_a_deleted_connector_is_not_found(
    client: Any, bare_connector_id: str, arn: str
) -> None:
    """Tags go with their Voice Connector."""
    client.tag_resource(ResourceARN=arn, Tags=tags(team="blue"))
    client.delete_voice_connector(VoiceConnectorId=bare_connector_id)

    with pytest.raises(client.exceptions.NotFoundException, match=bare_connector_id):
        client.list_tags_for_resource(ResourceARN=arn)


@voice
@pytest.mark.fidelity("connector-arn", "tags-not-found")
def test_arn_of_another_region_works_at_its_own_endpoint(make_client: ClientFactory) -> None:
    """A Voice Connector made in us-west-2 is tagged there, by the ARN that it got there."""
    client = make_client("us-west-2", config=DIRECT)
    created = client.create_voice_connector(Name="one", RequireEncryption=True)
    arn = created["VoiceConnector"]["VoiceConnectorArn"]

    client.tag_resource(ResourceARN=arn, Tags=tags(team="blue"))

    assert tags(team="blue") == list_tags(client, arn)
