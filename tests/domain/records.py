"""Records for tests that build domain objects directly."""

import datetime

from msgspec.structs import replace

from chime_proxy_mock.domain.proxy_sessions import ProxySession, ProxySessionStatus, pair_up
from chime_proxy_mock.domain.voice_connectors import VoiceConnector

NOON = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)

_OPEN_SESSION = ProxySession(
    position=1,
    voice_connector_id="connector-1",
    proxy_session_id="session-1",
    name=None,
    status=ProxySessionStatus.OPEN,
    expiry_minutes=60,
    capabilities=("SMS", "Voice"),
    created_timestamp=NOON,
    updated_timestamp=NOON,
    ended_timestamp=None,
    participants=pair_up("+12065550100", "+14015550101", "+19135550102"),
    number_selection_behavior=None,
    geo_match_level=None,
    geo_match_params=None,
)


def open_session(position: int = 1, *, expiry_minutes: int = 60) -> ProxySession:
    """Return a session opened at `NOON`, whose id ends in its position."""
    return replace(
        _OPEN_SESSION,
        position=position,
        proxy_session_id=f"session-{position}",
        expiry_minutes=expiry_minutes,
    )


def connector(voice_connector_id: str) -> VoiceConnector:
    """Return a Voice Connector created at `NOON`."""
    return VoiceConnector(
        voice_connector_id=voice_connector_id,
        voice_connector_arn=f"arn:aws:chime:us-east-1:123456789012:vc/{voice_connector_id}",
        name="first",
        aws_region="us-east-1",
        outbound_host_name=f"{voice_connector_id}.voiceconnector.chime.aws",
        require_encryption=True,
        created_timestamp=NOON,
        updated_timestamp=NOON,
        network_type="IPV4_ONLY",
        integration_type=None,
    )


def minutes(number: float) -> datetime.timedelta:
    """Return a span of time."""
    return datetime.timedelta(minutes=number)
