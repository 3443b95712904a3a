"""Voice Connectors, their proxy configuration, and their tags."""

import datetime
from dataclasses import dataclass, field

from chime_proxy_mock.domain.errors import ExpiryMinutesOutOfRangeError, TooManyTagsError
from chime_proxy_mock.domain.proxy_sessions import (
    MAXIMUM_EXPIRY_MINUTES,
    ExpiryMinutes,
    ProxySessionIndex,
    Record,
)

DEFAULT_AWS_REGION = "us-east-1"
# The field is younger than the connectors: those made before it spoke IPv4 only.
DEFAULT_NETWORK_TYPE = "IPV4_ONLY"
# https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html
MAXIMUM_TAGS = 50


def check_expiry_minutes(member: str, minutes: int) -> None:
    """Check a session expiry.

    Args:
        member: Name of the request member, for the message.
        minutes: The expiry, in minutes.

    Raises:
        ExpiryMinutesOutOfRangeError: It lies outside 1 to 720.
    """
    if not 1 <= minutes <= MAXIMUM_EXPIRY_MINUTES:
        raise ExpiryMinutesOutOfRangeError(member, minutes, MAXIMUM_EXPIRY_MINUTES)


class VoiceConnector(Record, frozen=True, kw_only=True):
    """A Voice Connector as the API shows it; timestamps are aware and in UTC.

    https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_VoiceConnector.html
    """

    voice_connector_id: str
    voice_connector_arn: str
    name: str
    aws_region: str
    outbound_host_name: str
    require_encryption: bool
    created_timestamp: datetime.datetime
    updated_timestamp: datetime.datetime
    network_type: str
    integration_type: str | None


class Proxy(Record, frozen=True, kw_only=True):
    """The proxy configuration of a Voice Connector; the expiry is in minutes.

    https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_Proxy.html
    """

    default_session_expiry_minutes: ExpiryMinutes
    disabled: bool
    fall_back_phone_number: str | None
    phone_number_countries: tuple[str, ...]


class Tag(Record, frozen=True, kw_only=True):
    """A tag as the API shows it."""

    key: str
    value: str


@dataclass(slots=True)
class VoiceConnectorState:
    """A Voice Connector with everything that belongs to it.

    Attributes:
        position: Place in the creation order of all connectors, for listings.
        tags: Tag key to tag value, in the order in which the keys were first set.
    """

    position: int
    voice_connector: VoiceConnector
    proxy: Proxy | None = None
    proxy_sessions: ProxySessionIndex = field(default_factory=ProxySessionIndex)
    tags: dict[str, str] = field(default_factory=dict)

    def add_tags(self, tags: dict[str, str]) -> None:
        """Set `tags`, all or none of them.

        Raises:
            TooManyTagsError: There would be more than 50.
        """
        merged = self.tags | tags
        if len(merged) > MAXIMUM_TAGS:
            raise TooManyTagsError(MAXIMUM_TAGS)
        self.tags = merged

    def remove_tags(self, tag_keys: list[str]) -> None:
        """Remove the tags with these keys; keys that are not there are ignored."""
        self.tags = {key: value for key, value in self.tags.items() if key not in tag_keys}
