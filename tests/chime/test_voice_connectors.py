"""Voice Connectors: create, get, list, update, delete."""

import datetime
import re
from typing import Any

import pytest
import requests

from tests.chime.conftest import DIRECT, NOW, Advance, ConnectorFactory, Send, list_connector_ids
from tests.conftest import ClientFactory, Door, SessionFactory


@pytest.mark.fidelity("connector-id")
def test_id_looks_like_a_real_one(create_connector: ConnectorFactory) -> None:
    """An id is 22 lower-case letters and digits, of which the first is a letter from a to h."""
    connector = create_connector()

    assert re.fullmatch(r"[a-h][a-z0-9]{21}", connector["VoiceConnectorId"])


@pytest.mark.fidelity("connector-id-seeded")
def test_ids_follow_the_seed_of_moto(
    client: Any, door: Door, create_connector: ConnectorFactory
) -> None:
    """The same seed, given to moto's own control API, brings the same id."""
    moto = client.meta.endpoint_url if door.over_http else "http://motoapi.amazonaws.com"
    ids = []

    for _ in range(2):
        requests.post(f"{moto}/moto-api/seed?a=42", timeout=10)
        ids.append(create_connector()["VoiceConnectorId"])
        client.delete_voice_connector(VoiceConnectorId=ids[-1])

    assert ids[0] == ids[1]


@pytest.mark.fidelity("connector-arn")
def test_arn_names_region_account_and_id(create_connector: ConnectorFactory) -> None:
    """The ARN is of the service chime and the resource type vc."""
    connector = create_connector()

    expected = f"arn:aws:chime:us-east-1:123456789012:vc/{connector['VoiceConnectorId']}"
    assert expected == connector["VoiceConnectorArn"]


@pytest.mark.fidelity("connector-host")
def test_outbound_host_name_is_made_of_the_id(create_connector: ConnectorFactory) -> None:
    """The OutboundHostName is a subdomain of voiceconnector.chime.aws."""
    connector = create_connector()

    expected = f"{connector['VoiceConnectorId']}.voiceconnector.chime.aws"
    assert expected == connector["OutboundHostName"]


@pytest.mark.fidelity("connector-create")
@pytest.mark.parametrize("require_encryption", [True, False])
def test_create_keeps_what_it_was_given(
    create_connector: ConnectorFactory, require_encryption: bool
) -> None:
    """Name, AwsRegion and RequireEncryption come back as they were sent."""
    sent = {"Name": "one", "AwsRegion": "us-west-2", "RequireEncryption": require_encryption}

    connector = create_connector(**sent)

    assert sent == {name: connector[name] for name in sent}


@pytest.mark.fidelity("connector-create")
def test_create_sets_both_timestamps_to_now(
    advance: Advance, create_connector: ConnectorFactory
) -> None:
    """A new Voice Connector was updated when it was created."""
    connector = create_connector()

    assert (NOW, NOW) == (connector["CreatedTimestamp"], connector["UpdatedTimestamp"])


@pytest.mark.fidelity("connector-create")
def test_get_returns_what_create_returned(client: Any, create_connector: ConnectorFactory) -> None:
    """GetVoiceConnector answers the same object as CreateVoiceConnector."""
    created = create_connector()

    got = client.get_voice_connector(VoiceConnectorId=created["VoiceConnectorId"])

    assert created == got["VoiceConnector"]


@pytest.mark.fidelity("connector-consistency")
def test_created_connector_is_there_at_once_in_every_region(make_client: ClientFactory) -> None:
    """A read that follows a creation finds the Voice Connector, outside us-east-1 too."""
    client = make_client("us-west-2", config=DIRECT)
    created = client.create_voice_connector(Name="one", RequireEncryption=True)["VoiceConnector"]

    got = client.get_voice_connector(VoiceConnectorId=created["VoiceConnectorId"])

    assert created == got["VoiceConnector"]


@pytest.mark.fidelity("connector-region-default")
def test_aws_region_is_us_east_1_unless_told(make_client: ClientFactory) -> None:
    """The default AwsRegion does not depend on the endpoint's Region."""
    client = make_client("us-west-2", config=DIRECT)

    created = client.create_voice_connector(Name="one", RequireEncryption=True)

    assert created["VoiceConnector"]["AwsRegion"] == "us-east-1"


@pytest.mark.fidelity("connector-network-type")
def test_network_type_is_ipv4_only_unless_told(
    client: Any, create_connector: ConnectorFactory
) -> None:
    """Models that know the NetworkType get the default IPV4_ONLY, the others nothing."""
    model = client.meta.service_model.shape_for("VoiceConnector")

    connector = create_connector()

    expected = "IPV4_ONLY" if "NetworkType" in model.members else None
    assert expected == connector.get("NetworkType")


@pytest.mark.fidelity("connector-integration-type")
def test_integration_type_is_kept(client: Any, create_connector: ConnectorFactory) -> None:
    """Models that know the IntegrationType get the one that was sent."""
    model = client.meta.service_model.shape_for("VoiceConnector")
    sent = "CONNECT_ANALYTICS_CONNECTOR" if "IntegrationType" in model.members else None

    connector = create_connector(**({"IntegrationType": sent} if sent else {}))

    assert sent == connector.get("IntegrationType")


@pytest.mark.fidelity("connector-name-not-unique")
def test_two_connectors_may_have_one_name(create_connector: ConnectorFactory) -> None:
    """A name that is taken makes another Voice Connector all the same."""
    first, second = create_connector(Name="twin"), create_connector(Name="twin")

    assert first["VoiceConnectorId"] != second["VoiceConnectorId"]


@pytest.mark.fidelity("connector-quota")
def test_there_is_no_quota(client: Any, create_connector: ConnectorFactory) -> None:
    """More Voice Connectors can be made than the three of AWS's default quota."""
    created = [create_connector()["VoiceConnectorId"] for _ in range(4)]

    assert created == list_connector_ids(client)


@pytest.mark.fidelity("connector-update")
def test_update_changes_name_encryption_and_time(
    advance: Advance, client: Any, create_connector: ConnectorFactory
) -> None:
    """UpdateVoiceConnector moves UpdatedTimestamp and leaves all else as it was."""
    created = create_connector(Name="before", RequireEncryption=True)
    advance(seconds=90)

    updated = client.update_voice_connector(
        VoiceConnectorId=created["VoiceConnectorId"], Name="after", RequireEncryption=False
    )

    changes = {
        "Name": "after",
        "RequireEncryption": False,
        "UpdatedTimestamp": NOW + datetime.timedelta(seconds=90),
    }
    assert {**created, **changes} == updated["VoiceConnector"]


@pytest.mark.fidelity("connector-update")
def test_get_returns_what_update_returned(client: Any, bare_connector_id: str) -> None:
    """An update is kept."""
    updated = client.update_voice_connector(
        VoiceConnectorId=bare_connector_id, Name="after", RequireEncryption=False
    )

    got = client.get_voice_connector(VoiceConnectorId=bare_connector_id)

    assert updated["VoiceConnector"] == got["VoiceConnector"]


@pytest.mark.fidelity("connector-update")
@pytest.mark.parametrize(
    ("sent", "missing"),
    [({"RequireEncryption": True}, "name"), ({"Name": "after"}, "requireEncryption")],
)
def test_update_needs_name_and_encryption(
    client: Any, bare_connector_id: str, sent: dict[str, Any], missing: str
) -> None:
    """UpdateVoiceConnector without one of the two is a bad request."""
    with pytest.raises(client.exceptions.BadRequestException, match=f"'{missing}' .* not be null"):
        client.update_voice_connector(VoiceConnectorId=bare_connector_id, **sent)


@pytest.mark.fidelity("connector-delete")
def test_deleted_connector_is_not_found(client: Any, bare_connector_id: str) -> None:
    """GetVoiceConnector does not find a deleted Voice Connector."""
    client.delete_voice_connector(VoiceConnectorId=bare_connector_id)

    with pytest.raises(client.exceptions.NotFoundException, match=bare_connector_id):
        client.get_voice_connector(VoiceConnectorId=bare_connector_id)


@pytest.mark.fidelity("connector-delete")
def test_deleted_connector_is_not_listed(client: Any, create_connector: ConnectorFactory) -> None:
    """ListVoiceConnectors omits a deleted Voice Connector and shows the others."""
    gone, kept = (create_connector()["VoiceConnectorId"] for _ in range(2))

    client.delete_voice_connector(VoiceConnectorId=gone)

    assert [kept] == list_connector_ids(client)


@pytest.mark.fidelity("connector-delete-sessions")
def test_sessions_go_with_their_connector(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A Voice Connector with an open session can be deleted, and the session is gone then."""
    session = create_session()

    client.delete_voice_connector(VoiceConnectorId=connector_id)

    with pytest.raises(client.exceptions.NotFoundException):
        client.get_proxy_session(
            VoiceConnectorId=connector_id, ProxySessionId=session["ProxySessionId"]
        )


@pytest.mark.fidelity("connector-not-found")
@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("get_voice_connector", {}),
        ("update_voice_connector", {"Name": "after", "RequireEncryption": True}),
        ("delete_voice_connector", {}),
        ("get_voice_connector_proxy", {}),
        (
            "put_voice_connector_proxy",
            {"DefaultSessionExpiryMinutes": 60, "PhoneNumberPoolCountries": ["US"]},
        ),
        ("delete_voice_connector_proxy", {}),
        (
            "create_proxy_session",
            {
                "ParticipantPhoneNumbers": ["+12065550100", "+14015550101"],
                "Capabilities": ["Voice"],
            },
        ),
        ("get_proxy_session", {"ProxySessionId": "1"}),
        ("list_proxy_sessions", {}),
        ("update_proxy_session", {"ProxySessionId": "1", "Capabilities": ["Voice"]}),
        ("delete_proxy_session", {"ProxySessionId": "1"}),
    ],
)
def test_unknown_connector_is_not_found(
    client: Any, operation: str, parameters: dict[str, Any]
) -> None:
    """Every operation on a Voice Connector that does not exist says so, in AWS's words."""
    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        getattr(client, operation)(VoiceConnectorId="abcdefghij0123456789ab", **parameters)

    expected = "Could not find VoiceConnector with Id 'abcdefghij0123456789ab'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("connector-id-malformed")
@pytest.mark.parametrize("voice_connector_id", ["x", "UPPER", "a b", "a/b", "ü", "%", "1" * 128])
def test_id_that_no_connector_can_have_is_not_found(client: Any, voice_connector_id: str) -> None:
    """An id of another form than the service's is unknown, not invalid."""
    with pytest.raises(client.exceptions.NotFoundException) as refusal:
        client.get_voice_connector(VoiceConnectorId=voice_connector_id)

    expected = f"Could not find VoiceConnector with Id '{voice_connector_id}'"
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("connector-id-malformed")
@pytest.mark.parametrize(
    ("voice_connector_id", "requirement"),
    [
        ("  ", r"satisfy regular expression pattern: .*\S.*"),
        ("1" * 129, "have length less than or equal to 128"),
    ],
)
def test_blank_or_long_id_is_a_bad_request(
    client: Any, voice_connector_id: str, requirement: str
) -> None:
    """An id must hold more than blanks, and not more than 128 characters."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.get_voice_connector(VoiceConnectorId=voice_connector_id)

    expected = (
        "1 validation error detected: Value at 'voiceConnectorId' "
        f"failed to satisfy constraint: Member must {requirement}"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("connector-delete-conflict")
def test_phone_numbers_cannot_be_associated(send: Send) -> None:
    """What would make a deletion a conflict is not implemented, and says so."""
    answer = send("POST", "/voice-connectors/a?operation=associate-phone-numbers", {})

    expected = (
        501,
        (
            b'{"Code":"NotImplemented","Message":"chime-proxy-mock does not implement '
            b'the operation AssociatePhoneNumbersWithVoiceConnector"}'
        ),
    )
    assert expected == (answer.status, answer.body)
