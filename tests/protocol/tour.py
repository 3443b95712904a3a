"""A tour of every operation, with every member, which yields what the clients received."""

import datetime
from typing import Any, NamedTuple

import time_machine
from botocore import xform_name
from botocore.model import OperationModel
from moto.moto_api._internal import mock_random

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)

PEOPLE = ["+12065550100", "+14015550101"]
TAGS = [{"Key": "stage", "Value": "test"}]


class Reply(NamedTuple):
    """An answer on the wire, and what botocore made of it."""

    operation: OperationModel
    status: int
    body: bytes
    parsed: dict[str, Any]


def tour(client: Any) -> list[Reply]:
    """Call every operation that is implemented and that the client has.

    On a fresh mock, each tour gets the same replies.
    """
    replies: list[Reply] = []

    def record(http_response: Any, parsed: dict[str, Any], model: OperationModel, **_: Any) -> None:
        replies.append(Reply(model, http_response.status_code, http_response.content, parsed))

    def call(operation_name: str, **parameters: Any) -> Any:
        """Call an operation with those of the parameters that it has here."""
        shape = client.meta.service_model.operation_model(operation_name).input_shape
        method = getattr(client, xform_name(operation_name))
        return method(**{name: parameters[name] for name in parameters if name in shape.members})

    client.meta.events.register("after-call", record)
    mock_random.seed(7)
    with time_machine.travel(NOW, tick=False) as traveller:
        connector = call(
            "CreateVoiceConnector",
            Name="first",
            RequireEncryption=True,
            AwsRegion="us-west-2",
            Tags=TAGS,
            IntegrationType="CONNECT_ANALYTICS_CONNECTOR",
            NetworkType="DUAL_STACK",
        )["VoiceConnector"]
        call("CreateVoiceConnector", Name="second", RequireEncryption=False)
        connector_id = {"VoiceConnectorId": connector["VoiceConnectorId"]}
        call("GetVoiceConnector", **connector_id)
        call("UpdateVoiceConnector", **connector_id, Name="renamed", RequireEncryption=False)
        call("ListVoiceConnectors", MaxResults=1)
        if hasattr(client, "list_available_voice_connector_regions"):
            client.list_available_voice_connector_regions()

        resource = {"ResourceARN": connector["VoiceConnectorArn"]}
        call("TagResource", **resource, Tags=TAGS)
        call("ListTagsForResource", **resource)
        call("UntagResource", **resource, TagKeys=["stage"])

        call(
            "PutVoiceConnectorProxy",
            **connector_id,
            DefaultSessionExpiryMinutes=60,
            PhoneNumberPoolCountries=["US", "CA"],
            FallBackPhoneNumber="+12065550199",
            Disabled=False,
        )
        call("GetVoiceConnectorProxy", **connector_id)
        session = call(
            "CreateProxySession",
            **connector_id,
            ParticipantPhoneNumbers=PEOPLE,
            Capabilities=["Voice", "SMS"],
            Name="tour",
            ExpiryMinutes=30,
            NumberSelectionBehavior="AvoidSticky",
            GeoMatchLevel="AreaCode",
            GeoMatchParams={"Country": "US", "AreaCode": "212"},
        )["ProxySession"]
        plain = call(
            "CreateProxySession",
            **connector_id,
            ParticipantPhoneNumbers=PEOPLE,
            Capabilities=["Voice"],
        )["ProxySession"]
        session_id = {**connector_id, "ProxySessionId": session["ProxySessionId"]}
        call("UpdateProxySession", **session_id, Capabilities=["SMS"], ExpiryMinutes=45)
        traveller.shift(datetime.timedelta(minutes=45))
        call("GetProxySession", **session_id)
        call("ListProxySessions", **connector_id, Status="Closed")
        call("ListProxySessions", **connector_id, MaxResults=1)
        call("DeleteProxySession", **connector_id, ProxySessionId=plain["ProxySessionId"])

        call("DeleteVoiceConnectorProxy", **connector_id)
        call("DeleteVoiceConnector", **connector_id)
    return replies
