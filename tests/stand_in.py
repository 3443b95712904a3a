"""A stand-in for AWS, to see whether a call is mocked without leaving the machine."""

import io
import json
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

ON_AWS = "on AWS"


def make_client(service: str = "chime-sdk-voice", region_name: str = "us-east-1") -> Any:
    """Return a client for which a stand-in answers whatever no mock answers.

    Its Voice Connectors are one with the name `ON_AWS`.
    """
    client = boto3.client(
        service,  # type: ignore[call-overload]
        region_name=region_name,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="example",
    )
    client.meta.events.register_last("before-send", _answer)
    return client


def names(client: Any) -> list[str]:
    """Return the names of all Voice Connectors, in order of creation."""
    return [connector["Name"] for connector in client.list_voice_connectors()["VoiceConnectors"]]


def create(client: Any, name: str) -> None:
    """Create a Voice Connector."""
    client.create_voice_connector(Name=name, RequireEncryption=True)


class _Body(io.BytesIO):
    """What botocore reads the body from."""

    def stream(self) -> Any:
        yield self.read()


def _answer(request: Any, **_: Any) -> AWSResponse:
    body = _Body(json.dumps({"VoiceConnectors": [{"Name": ON_AWS}]}).encode())
    headers = HTTPHeaders()
    headers["Content-Type"] = "application/json"
    return AWSResponse(request.url, 200, headers, body)
