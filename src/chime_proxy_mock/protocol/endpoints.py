"""Where Amazon Chime is reached: namespaces, hosts and Regions.

Both namespaces sign as ``chime``, use the same paths and serve the same resources. Over
an endpoint of the user's own, as in server mode, nothing tells them apart.
"""

import re
from enum import Enum
from typing import NamedTuple


class Namespace(str, Enum):
    """The two APIs that have proxy sessions; the values are their names in botocore."""

    LEGACY = "chime"
    VOICE = "chime-sdk-voice"


LEGACY_REGION = "us-east-1"

# https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html
VOICE_REGIONS = (
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
)

HOST_PATTERN = (
    r"(?:"
    r"(?P<prefix>voice-chime|chime)(?:-fips)?\.(?P<region>[^./:]+)\.(?:amazonaws\.com|api\.aws)"
    # The legacy endpoint of SDKs before November 2020.
    r"|service\.chime\.aws\.amazon\.com"
    r")"
)
"""Regular expression of all hosts, FIPS and dual-stack ones included."""

_HOST = re.compile(HOST_PATTERN + r"(?::\d+)?", re.IGNORECASE)


class Endpoint(NamedTuple):
    """What a host name tells.

    Attributes:
        namespace: The API behind it.
        region: The Region behind it.
    """

    namespace: Namespace
    region: str


def endpoint_of(host: str) -> Endpoint | None:
    """Return the endpoint of a host name (a port may follow), or None if it is no AWS host.

    The legacy API lives in us-east-1 alone, whatever Region its host name carries.
    """
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    if match["prefix"] and match["prefix"].lower() == "voice-chime":
        return Endpoint(Namespace.VOICE, match["region"].lower())
    return Endpoint(Namespace.LEGACY, LEGACY_REGION)
