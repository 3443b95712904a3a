"""The two namespaces, their hosts, and their Regions."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from chime_proxy_mock import MockChime, mock_chime
from chime_proxy_mock.server import ChimeServer
from tests.chime.conftest import (
    DIRECT,
    LEGACY_HOST,
    SERVER,
    VOICE_HOST,
    in_process,
    legacy,
    list_connector_ids,
    through,
    voice,
)
from tests.conftest import ClientFactory, Door, SessionFactory, has_proxy_operations

VOICE_REGIONS = [
    "us-east-1",
    "us-west-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "ap-northeast-2",
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
]

# A Region of AWS that never had Amazon Chime.
OTHER_REGION = "eu-south-1"


def create(client: Any, **parameters: Any) -> dict[str, Any]:
    """Create a Voice Connector and return it."""
    defaults = {"Name": "one", "RequireEncryption": True}
    created = client.create_voice_connector(**{**defaults, **parameters})
    connector: dict[str, Any] = created["VoiceConnector"]
    return connector


@pytest.fixture
def other_client(door: Door, client: Any) -> Iterator[Any]:
    """A client of the namespace that is not the door's, through a door of the same kind."""
    namespace = "chime-sdk-voice" if door.is_legacy else "chime"
    with mock_chime(restore_client=not has_proxy_operations(namespace)):
        yield boto3.client(
            namespace,  # type: ignore[call-overload]
            region_name="us-east-1",
            endpoint_url=client.meta.endpoint_url if door.over_http else None,
        )


@pytest.mark.fidelity("namespace-sharing")
def test_namespaces_share_connectors(
    client: Any, other_client: Any, bare_connector_id: str
) -> None:
    """What one namespace has created, the other one lists."""
    assert [bare_connector_id] == list_connector_ids(other_client)


@pytest.mark.fidelity("namespace-sharing")
def test_namespaces_share_sessions(
    other_client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session that one namespace has created is the same to the other one."""
    created = create_session()

    listed = other_client.list_proxy_sessions(VoiceConnectorId=connector_id)

    assert [created] == listed["ProxySessions"]


@through(VOICE_HOST, *SERVER)
@pytest.mark.fidelity("namespace-limits", "namespace-unknown", "connector-regions")
@pytest.mark.parametrize("aws_region", VOICE_REGIONS)
def test_voice_has_connectors_in_ten_regions(client: Any, aws_region: str) -> None:
    """Voice takes all its Regions as AwsRegion, and so does an endpoint of one's own."""
    connector = create(client, AwsRegion=aws_region)

    assert aws_region == connector["AwsRegion"]


@through(LEGACY_HOST)
@pytest.mark.fidelity("namespace-limits")
def test_legacy_has_connectors_in_two_regions(client: Any) -> None:
    """Legacy takes us-east-1 and us-west-2 as AwsRegion, nothing else."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create(client, AwsRegion="eu-central-1")

    expected = (
        "1 validation error detected: Value at 'awsRegion' failed to satisfy constraint: "
        "Member must satisfy enum value set: [us-east-1, us-west-2]"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@through(LEGACY_HOST, *SERVER)
@pytest.mark.fidelity("namespace-limits", "namespace-unknown")
def test_legacy_takes_any_name(client: Any) -> None:
    """Legacy has no pattern for names, and neither has an endpoint of one's own."""
    connector = create(client, Name="Zürich!")

    assert connector["Name"] == "Zürich!"


@through(VOICE_HOST)
@pytest.mark.fidelity("namespace-limits")
def test_voice_takes_plain_names_only(client: Any) -> None:
    """Voice wants names of letters, digits, blanks and a few signs."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        create(client, Name="Zürich!")

    expected = (
        "1 validation error detected: Value at 'name' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-zA-Z0-9 _.-]+"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@through(*SERVER)
@pytest.mark.fidelity("namespace-unknown")
def test_wider_limits_do_not_mix(client: Any) -> None:
    """Over an endpoint of one's own, a request must be good in one namespace as a whole."""
    with pytest.raises(client.exceptions.BadRequestException, match="'name' failed"):
        create(client, Name="Zürich!", AwsRegion="eu-central-1")


@voice
@pytest.mark.fidelity("connector-regions")
def test_voice_lists_the_regions_of_connectors(client: Any) -> None:
    """ListAvailableVoiceConnectorRegions names ten Regions."""
    listed = client.list_available_voice_connector_regions()

    assert VOICE_REGIONS == listed["VoiceConnectorRegions"]


@pytest.mark.fidelity("connector-regions", "unknown-path")
def test_legacy_host_does_not_have_operations_of_voice(chime_mock: MockChime) -> None:
    """The legacy API has no path for the list of Regions."""
    url = "https://chime.us-east-1.amazonaws.com/voice-connector-regions"

    answer = requests.get(url, timeout=10)

    expected = (404, "UnknownOperationException")
    assert expected == (answer.status_code, answer.headers["x-amzn-ErrorType"])


@voice
@pytest.mark.fidelity("region-isolation")
def test_regions_have_connectors_of_their_own(client: Any, make_client: ClientFactory) -> None:
    """A Voice Connector made at the endpoint of us-east-1 is not found at that of us-west-2."""
    connector_id = create(client)["VoiceConnectorId"]
    elsewhere = make_client("us-west-2", config=DIRECT)

    with pytest.raises(elsewhere.exceptions.NotFoundException, match=connector_id):
        elsewhere.get_voice_connector(VoiceConnectorId=connector_id)


@voice
@pytest.mark.fidelity("connector-arn", "region-isolation", "region-server")
@pytest.mark.parametrize("region", VOICE_REGIONS)
def test_every_region_of_voice_is_served(make_client: ClientFactory, region: str) -> None:
    """A Voice Connector has the Region of the endpoint in its ARN."""
    connector = create(make_client(region, config=DIRECT))

    expected = f"arn:aws:chime:{region}:123456789012:vc/{connector['VoiceConnectorId']}"
    assert expected == connector["VoiceConnectorArn"]


@through(LEGACY_HOST)
@pytest.mark.fidelity("region-legacy")
@pytest.mark.parametrize("region", ["us-west-2", "eu-central-1", OTHER_REGION])
def test_legacy_is_in_us_east_1_whatever_the_client_says(
    make_client: ClientFactory, region: str
) -> None:
    """The legacy API has one endpoint for clients of all Regions."""
    connector = create(make_client(region, config=DIRECT))

    expected = f"arn:aws:chime:us-east-1:123456789012:vc/{connector['VoiceConnectorId']}"
    assert expected == connector["VoiceConnectorArn"]


@pytest.mark.fidelity("region-legacy")
def test_legacy_host_is_in_us_east_1_whatever_its_name_says(chime_mock: MockChime) -> None:
    """A host of the legacy API with another Region in its name leads to us-east-1."""
    created = requests.post(
        "https://chime.eu-west-1.amazonaws.com/voice-connectors",
        json={"Name": "one", "RequireEncryption": True},
        timeout=10,
    )

    arn: str = created.json()["VoiceConnector"]["VoiceConnectorArn"]
    assert arn.split(":")[3] == "us-east-1"


@through(VOICE_HOST)
@pytest.mark.fidelity("region-unknown")
def test_voice_is_not_in_every_region(make_client: ClientFactory) -> None:
    """A client of a Region without Chime learns that its Region is not valid."""
    client = make_client(OTHER_REGION, config=DIRECT)

    with pytest.raises(ClientError) as refusal:
        client.list_voice_connectors()

    response = refusal.value.response
    expected = (
        403,
        "InvalidSignatureException",
        f"Credential should be scoped to a valid region, not '{OTHER_REGION}'.",
    )
    assert expected == (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Code"],
        response["Error"]["Message"],
    )


@pytest.mark.fidelity("region-server")
@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [("curl/8.5.0", "us-east-1"), ("Boto3/1.44.5 region/eu-west-1", "eu-west-1")],
)
def test_region_of_an_unsigned_request_to_the_server(
    chime_server: ChimeServer, user_agent: str, expected: str
) -> None:
    """Without a signature the Region is us-east-1, unless moto's server mode names another."""
    created = requests.post(
        f"{chime_server.url}/voice-connectors",
        json={"Name": "one", "RequireEncryption": True},
        headers={"User-Agent": user_agent},
        timeout=10,
    )

    arn: str = created.json()["VoiceConnector"]["VoiceConnectorArn"]
    assert expected == arn.split(":")[3]


@through(*SERVER)
@pytest.mark.fidelity("region-unknown-server")
def test_server_takes_a_region_without_chime_for_us_east_1(
    make_client: ClientFactory, client: Any
) -> None:
    """Over an endpoint of one's own, such a client sees what is in us-east-1."""
    connector_id = create(make_client(OTHER_REGION, config=DIRECT))["VoiceConnectorId"]

    assert [connector_id] == list_connector_ids(client)


@through(VOICE_HOST, *SERVER)
@pytest.mark.fidelity("region-allowed")
def test_every_region_has_chime_if_moto_is_told_so(
    monkeypatch: pytest.MonkeyPatch, make_client: ClientFactory
) -> None:
    """With MOTO_ALLOW_NONEXISTENT_REGION, a Voice Connector can be in any Region."""
    monkeypatch.setenv("MOTO_ALLOW_NONEXISTENT_REGION", "true")

    connector = create(make_client(OTHER_REGION, config=DIRECT))

    expected = f"arn:aws:chime:{OTHER_REGION}:123456789012:vc/{connector['VoiceConnectorId']}"
    assert expected == connector["VoiceConnectorArn"]


@legacy
@pytest.mark.fidelity("region-legacy", "region-unknown-server")
def test_legacy_client_of_a_region_without_chime_works(
    make_client: ClientFactory, client: Any
) -> None:
    """Programs that use the legacy API from elsewhere find their Voice Connectors."""
    connector_id = create(client)["VoiceConnectorId"]

    assert [connector_id] == list_connector_ids(make_client(OTHER_REGION, config=DIRECT))


@pytest.mark.fidelity("host-voice", "host-legacy", "host-variants")
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("voice-chime.us-east-1.amazonaws.com", 200),
        ("voice-chime-fips.us-east-1.amazonaws.com", 200),
        ("voice-chime.us-east-1.api.aws", 200),
        ("voice-chime-fips.us-east-1.api.aws", 200),
        ("VOICE-CHIME.us-east-1.amazonaws.com", 200),
        ("voice-chime.us-east-1.amazonaws.com:443", 200),
        ("chime.us-east-1.amazonaws.com", 400),
        ("service.chime.aws.amazon.com", 400),
        ("chime-fips.us-east-1.amazonaws.com", 400),
        ("chime.us-east-1.api.aws", 400),
        ("chime-fips.us-east-1.api.aws", 400),
    ],
)
def test_host_tells_the_namespace(chime_mock: MockChime, host: str, status: int) -> None:
    """A page of a hundred is too much for legacy hosts, and not for those of voice."""
    answer = requests.get(f"https://{host}/voice-connectors?max-results=100", timeout=10)

    assert status == answer.status_code


@in_process
@pytest.mark.fidelity("host-variants")
@pytest.mark.parametrize(
    "settings",
    [
        {"use_fips_endpoint": True},
        {"use_dualstack_endpoint": True},
        {"use_fips_endpoint": True, "use_dualstack_endpoint": True},
    ],
)
def test_clients_of_fips_and_dual_stack_endpoints_are_served(
    make_client: ClientFactory, bare_connector_id: str, settings: dict[str, Any]
) -> None:
    """Whatever variant of its endpoint a client uses, it sees the same Voice Connectors."""
    client = make_client(config=Config(**settings))

    assert [bare_connector_id] == list_connector_ids(client)


@in_process
@pytest.mark.fidelity("host-legacy", "console-prefix")
@pytest.mark.parametrize(
    "endpoint_url",
    ["https://service.chime.aws.amazon.com", "https://service.chime.aws.amazon.com/console"],
)
def test_clients_of_the_old_endpoint_are_served(
    make_client: ClientFactory, bare_connector_id: str, endpoint_url: str
) -> None:
    """The endpoint that AWS told users to set, with the path prefix or without, works."""
    client = make_client(endpoint_url=endpoint_url, config=DIRECT)

    assert [bare_connector_id] == list_connector_ids(client)
