"""Which requests the server answers for Chime, and which it leaves to moto."""

from typing import Any

import boto3
import pytest
import requests
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chime_proxy_mock.protocol.http import Request
from chime_proxy_mock.server import ChimeServer, is_for_chime

CONNECTOR = "/voice-connectors/abcdef1ghij2klmno3pqr4"
CREDENTIALS = Credentials("AKIAIOSFODNN7EXAMPLE", "example")


def signature(service: str) -> str:
    """Return an Authorization header for a service."""
    scope = f"20260301/us-east-1/{service}/aws4_request"
    return (
        f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, "
        "SignedHeaders=host;x-amz-date, Signature=0"
    )


@pytest.mark.parametrize(
    ("headers", "target", "expected"),
    [
        # By signature, whatever the path.
        ({"Authorization": signature("chime")}, "/voice-connectors", True),
        ({"Authorization": signature("chime")}, "/no/such/path", True),
        ({"Authorization": signature("s3")}, "/voice-connectors", False),
        ({"Authorization": signature("sqs")}, f"{CONNECTOR}/proxy-sessions", False),
        # By the signature of a presigned URL.
        ({}, "/any?X-Amz-Credential=AKIA%2F20260301%2Fus-east-1%2Fchime%2Faws4_request", True),
        (
            {},
            "/voice-connectors?X-Amz-Credential=AKIA%2F20260301%2Fus-east-1%2Fs3%2Faws4_request",
            False,
        ),
        # By host.
        ({"Host": "voice-chime.eu-west-1.amazonaws.com"}, "/no/such/path", True),
        ({"Host": "chime.us-east-1.amazonaws.com:443"}, "/", True),
        ({"Host": "service.chime.aws.amazon.com"}, "/console/voice-connectors", True),
        ({"Host": "s3.amazonaws.com"}, "/recordings", False),
        # By path, if nothing else tells.
        ({}, "/voice-connectors", True),
        ({}, "/voice-connectors/", True),
        ({}, f"{CONNECTOR}", True),
        ({}, f"{CONNECTOR}/proxy-sessions?status=Open", True),
        ({}, f"{CONNECTOR}/no-such-thing", True),
        ({}, f"/console{CONNECTOR}/proxy-sessions", True),
        ({}, "/voice-connector-regions", True),
        ({}, "/tags?arn=arn:aws:chime:us-east-1:123456789012:vc/abcdef1ghij2klmno3pqr4", True),
        ({}, "/tags?operation=tag-resource", True),
        ({}, "/tags", False),
        ({}, "/tags/photo.jpg", False),
        ({}, "/", False),
        ({}, "/recordings/voice-connectors", False),
        ({}, "/moto-api/reset", False),
        # What cannot be read is refused by whose path it is.
        ({}, "/%FF", False),
        ({}, "/voice-connectors/%FF", True),
        ({}, "/voice-connectors?status=%FF", True),
        # Other ways to authenticate say nothing.
        ({"Authorization": "Bearer token"}, "/voice-connectors", True),
        ({"Authorization": "Bearer token"}, "/recordings", False),
    ],
)
def test_tells_chime_from_the_rest(headers: dict[str, str], target: str, expected: bool) -> None:
    """A signature decides, else the host, else the path with the query that it demands."""
    path, _, query = target.partition("?")
    host = headers.get("Host", "127.0.0.1:5000")

    assert expected == is_for_chime(Request("GET", host, path, query, headers, b""))


def test_unsigned_request_is_answered(chime_server: ChimeServer) -> None:
    """What curl sends to a path of Chime's reaches it."""
    answer = requests.get(f"{chime_server.url}/voice-connectors", timeout=30)

    assert (200, {"VoiceConnectors": [], "NextToken": None}) == (answer.status_code, answer.json())


def test_presigned_request_is_answered(chime_server: ChimeServer) -> None:
    """A URL that is signed in its query reaches Chime."""
    request = AWSRequest("GET", f"{chime_server.url}/voice-connectors")
    SigV4QueryAuth(CREDENTIALS, "chime", "us-east-1").add_auth(request)

    answer = requests.get(str(request.url), timeout=30)

    assert (200, {"VoiceConnectors": [], "NextToken": None}) == (answer.status_code, answer.json())


def send_signed(url: str) -> requests.Response:
    """Send a GET request that is signed for Chime, as its SDKs sign."""
    request = AWSRequest("GET", url)
    SigV4Auth(CREDENTIALS, "chime", "us-east-1").add_auth(request)
    return requests.get(url, headers=dict(request.headers.items()), timeout=30)


def test_other_operation_of_chime_is_named(chime_server: ChimeServer) -> None:
    """An operation outside this project's scope answers 501 in JSON, and is named."""
    answer = send_signed(f"{chime_server.url}/accounts")

    assert (501, "NotImplementedException") == (
        answer.status_code,
        answer.headers["x-amzn-ErrorType"],
    )
    assert {
        "Code": "NotImplemented",
        "Message": "chime-proxy-mock does not implement the operation ListAccounts",
    } == answer.json()


def test_unknown_path_of_chime_is_named(chime_server: ChimeServer) -> None:
    """A path that no operation of Chime has answers 404 in JSON, and is named."""
    answer = send_signed(f"{chime_server.url}/no-such-thing")

    assert (404, "UnknownOperationException") == (
        answer.status_code,
        answer.headers["x-amzn-ErrorType"],
    )
    assert {
        "Code": "UnknownOperation",
        "Message": "Amazon Chime has no path '/no-such-thing'",
    } == answer.json()


def make_client(service: str, server: ChimeServer) -> Any:
    """Return a client of another service for the server."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name="us-east-1",
        endpoint_url=server.url,
    )


def test_other_services_are_moto(chime_server: ChimeServer) -> None:
    """S3 and SQS work through the same server."""
    s3 = make_client("s3", chime_server)
    sqs = make_client("sqs", chime_server)

    s3.create_bucket(Bucket="recordings")
    s3.put_object(Bucket="recordings", Key="first call.wav", Body=b"hello")
    queue_url = sqs.create_queue(QueueName="events")["QueueUrl"]
    sqs.send_message(QueueUrl=queue_url, MessageBody="it rang")

    stored = s3.get_object(Bucket="recordings", Key="first call.wav")["Body"].read()
    received = sqs.receive_message(QueueUrl=queue_url)["Messages"]
    assert b"hello" == stored
    assert ["it rang"] == [message["Body"] for message in received]


@pytest.mark.parametrize("bucket", ["voice-connectors", "tags"])
def test_bucket_may_be_named_as_a_path_of_chime(chime_server: ChimeServer, bucket: str) -> None:
    """What is signed for S3 goes to S3, whatever the bucket is called."""
    s3 = make_client("s3", chime_server)

    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a/proxy-sessions", Body=b"an object")

    assert b"an object" == s3.get_object(Bucket=bucket, Key="a/proxy-sessions")["Body"].read()


def test_unsigned_path_that_could_be_a_bucket_goes_to_moto(chime_server: ChimeServer) -> None:
    """An unsigned GET of /tags lacks the ARN that Chime needs, so it is a bucket of S3."""
    answer = requests.get(f"{chime_server.url}/tags", timeout=30)

    assert 404 == answer.status_code
    assert "<Code>NoSuchBucket</Code>" in answer.text
