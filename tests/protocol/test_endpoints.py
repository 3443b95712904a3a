"""What a host name tells."""

from typing import Any

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.loaders import create_loader
from botocore.model import StringShape

from chime_proxy_mock.protocol.endpoints import (
    LEGACY_REGION,
    VOICE_REGIONS,
    Endpoint,
    Namespace,
    endpoint_of,
)
from chime_proxy_mock.protocol.service_model import load_service_model

VOICE_EU = Endpoint(Namespace.VOICE, "eu-central-1")
LEGACY = Endpoint(Namespace.LEGACY, "us-east-1")


@pytest.mark.parametrize(
    ("host", "endpoint"),
    [
        ("voice-chime.eu-central-1.amazonaws.com", VOICE_EU),
        ("voice-chime-fips.eu-central-1.amazonaws.com", VOICE_EU),
        ("voice-chime.eu-central-1.api.aws", VOICE_EU),
        ("voice-chime-fips.eu-central-1.api.aws", VOICE_EU),
        ("voice-chime.eu-central-1.amazonaws.com:443", VOICE_EU),
        ("Voice-Chime.EU-Central-1.AmazonAWS.com", VOICE_EU),
        ("voice-chime.moon-1.amazonaws.com", Endpoint(Namespace.VOICE, "moon-1")),
        ("chime.us-east-1.amazonaws.com", LEGACY),
        ("chime-fips.us-east-1.amazonaws.com", LEGACY),
        ("chime.us-east-1.api.aws", LEGACY),
        ("chime-fips.us-east-1.api.aws", LEGACY),
        ("chime.us-east-1.amazonaws.com:8443", LEGACY),
        ("chime.eu-central-1.amazonaws.com", LEGACY),
        ("service.chime.aws.amazon.com", LEGACY),
        ("service.chime.aws.amazon.com:443", LEGACY),
        ("SERVICE.CHIME.AWS.AMAZON.COM", LEGACY),
    ],
)
def test_host_tells_namespace_and_region(host: str, endpoint: Endpoint) -> None:
    """Every form of host is known; the legacy API lives in us-east-1 whatever the host says."""
    assert endpoint == endpoint_of(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "localhost",
        "127.0.0.1:5000",
        "amazonaws.com",
        "voice-chime.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
        "messaging-chime.us-east-1.amazonaws.com",
        "meetings-chime.us-east-1.amazonaws.com",
        "xchime.us-east-1.amazonaws.com",
        "chime.us-east-1.amazonaws.com.example.org",
        "chime.us-east-1.amazonaws.com:port",
        "service.chime.aws.amazon.com/console",
        "chime.us.east.1.amazonaws.com",
    ],
)
def test_other_host_tells_nothing(host: str) -> None:
    """A host of the user's own, or of another service, is no endpoint of this API."""
    assert endpoint_of(host) is None


def botocore_hosts(namespace: Namespace) -> list[Any]:
    """Return every host that botocore can call, with its Region."""
    loader = create_loader()
    rules = loader.load_service_model(namespace.value, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    return [
        pytest.param(
            provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual_stack).url,
            region,
            id=f"{region}{'-fips' if fips else ''}{'-dual-stack' if dual_stack else ''}",
        )
        for region in VOICE_REGIONS
        for fips in (False, True)
        for dual_stack in (False, True)
    ]


@pytest.mark.parametrize(("url", "region"), botocore_hosts(Namespace.VOICE))
def test_knows_the_voice_hosts_of_botocore(url: str, region: str) -> None:
    """Wherever botocore sends a call of chime-sdk-voice, FIPS and dual stack included."""
    endpoint = endpoint_of(url.removeprefix("https://"))

    assert Endpoint(Namespace.VOICE, region) == endpoint


@pytest.mark.parametrize(("url", "region"), botocore_hosts(Namespace.LEGACY))
def test_knows_the_legacy_hosts_of_botocore(url: str, region: str) -> None:
    """Wherever botocore sends a call of chime, it is one API in us-east-1."""
    endpoint = endpoint_of(url.removeprefix("https://"))

    assert LEGACY == endpoint


def test_voice_regions_are_those_of_the_model() -> None:
    """The Regions of chime-sdk-voice are the values of AwsRegion in its model."""
    shape = load_service_model(Namespace.VOICE).shape_for("VoiceConnectorAwsRegion")

    assert isinstance(shape, StringShape)
    assert sorted(shape.enum) == sorted(VOICE_REGIONS)


def test_legacy_region_is_a_voice_region() -> None:
    """Both namespaces meet in one Region, where they show the same connectors."""
    assert LEGACY_REGION in VOICE_REGIONS
