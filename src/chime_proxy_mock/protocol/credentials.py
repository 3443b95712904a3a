"""What a request's signature says of the caller. The signature itself is not checked here."""

import re
from typing import NamedTuple

from chime_proxy_mock.protocol.http import Request

# In the Authorization header, or percent-encoded in the query of a presigned URL.
_CREDENTIAL = re.compile(
    r"(?:X-Amz-)?Credential="
    r"(?P<access_key_id>[^/,%&\s]+)(?:/|%2F)[^/,%&\s]+(?:/|%2F)"
    r"(?P<region>[^/,%&\s]+)(?:/|%2F)(?P<service>[^/,%&\s]+)(?:/|%2F)aws4_request",
    re.IGNORECASE,
)


class Credential(NamedTuple):
    """The credential scope of Signature Version 4."""

    access_key_id: str
    region: str
    service: str


def credential_of(request: Request) -> Credential | None:
    """Return the credential of a signed request, or None."""
    authorization = request.headers.get("Authorization") or request.query
    match = _CREDENTIAL.search(authorization)
    return Credential(**match.groupdict()) if match else None
