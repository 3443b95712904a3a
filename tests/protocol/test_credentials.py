"""The credential scope of a signed request."""

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chime_proxy_mock.protocol.credentials import Credential, credential_of
from chime_proxy_mock.protocol.http import Request

URL = "https://voice-chime.us-west-2.amazonaws.com/voice-connectors?max-results=5"
KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", "secret", "session/token==")
EXPECTED = Credential("AKIAIOSFODNN7EXAMPLE", "us-west-2", "chime")


def received(signed: AWSRequest) -> Request:
    """Return what arrives of a request of botocore."""
    prepared = signed.prepare()
    return Request.from_url("GET", prepared.url, prepared.headers, None)


def request_with(*, authorization: str | None = None, query: str = "") -> Request:
    """Return a request with an Authorization header or a query string."""
    headers = {} if authorization is None else {"Authorization": authorization}
    return Request("GET", "localhost", "/", query, headers, b"")


def test_reads_the_header_that_botocore_writes() -> None:
    """A call of botocore carries its credential in the header."""
    request = AWSRequest("GET", URL)
    SigV4Auth(KEYS, "chime", "us-west-2").add_auth(request)

    credential = credential_of(received(request))

    assert EXPECTED == credential


def test_reads_the_query_that_botocore_presigns() -> None:
    """A presigned URL carries its credential in the query, percent-encoded."""
    request = AWSRequest("GET", URL)
    SigV4QueryAuth(KEYS, "chime", "us-west-2").add_auth(request)

    credential = credential_of(received(request))

    assert EXPECTED == credential


@pytest.mark.parametrize("separator", [", ", ",", " , "])
def test_white_space_between_fields_does_not_matter(separator: str) -> None:
    """SDKs differ in how they separate the fields of the header."""
    scope = "AKIAIOSFODNN7EXAMPLE/20260301/us-west-2/chime/aws4_request"
    fields = [f"Credential={scope}", "SignedHeaders=host", "Signature=0"]
    authorization = f"AWS4-HMAC-SHA256 {separator.join(fields)}"

    credential = credential_of(request_with(authorization=authorization))

    assert EXPECTED == credential


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer token",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "AWS4-HMAC-SHA256 Credential=",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-west-2/chime",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260301//chime/aws4_request",
        "AWS AKIA:signature",
    ],
)
def test_other_authorization_is_no_credential(authorization: str | None) -> None:
    """What is not Signature Version 4 in full tells nothing."""
    credential = credential_of(request_with(authorization=authorization))

    assert credential is None


def test_header_counts_before_the_query() -> None:
    """A token or an id in the query that looks like a credential does not deceive."""
    request = request_with(
        authorization="Bearer token",
        query="X-Amz-Credential=AKIA%2F20260301%2Fus-west-2%2Fchime%2Faws4_request",
    )

    assert credential_of(request) is None
