"""Every refusal of the service, one class per situation.

Each class names the error shape of the service model that clients catch; the HTTP
status belongs to that shape and is read from the model. Messages marked *observed*
are the real service's; the others are this project's, because AWS shows none.
"""

from typing import ClassVar


class ChimeError(Exception):
    """Base of all refusals.

    Attributes:
        shape: Name of the error shape, e.g. ``"NotFoundException"``.
        message: Text of the answer's ``Message``.
    """

    shape: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadRequestError(ChimeError):
    """The request breaks a rule of the API (400)."""

    shape = "BadRequestException"


class ValidationFailedError(BadRequestError):
    """The request breaks constraints of the service model.

    Attributes:
        violations: One sentence per broken constraint.
    """

    def __init__(self, violations: list[str]) -> None:
        plural = "error" if len(violations) == 1 else "errors"
        super().__init__(f"{len(violations)} validation {plural} detected: {'; '.join(violations)}")
        self.violations = violations


class MalformedRequestError(BadRequestError):
    """The body or the query string cannot be read at all."""


class InvalidNextTokenError(BadRequestError):
    """The page token is none of ours, or belongs to another listing."""

    def __init__(self) -> None:
        super().__init__(
            "NextToken is not valid for this listing: use the token of the previous "
            "page, with the same filters"
        )


class InvalidResourceError(BadRequestError):
    """The ARN to tag does not name a Voice Connector (message observed)."""

    def __init__(self) -> None:
        super().__init__("Invalid resource")


class ExpiryMinutesOutOfRangeError(BadRequestError):
    """An expiry lies outside 1 to 720 minutes."""

    def __init__(self, member: str, minutes: int, maximum: int) -> None:
        super().__init__(f"{member} must be between 1 and {maximum}, not {minutes}")


class QuotaExceededError(BadRequestError):
    """A quota is used up.

    Observed: 400 with this message, though the model has ResourceLimitExceededException.
    """

    def __init__(self) -> None:
        super().__init__("Service received a bad request.")


class SameParticipantsError(BadRequestError):
    """Both participants of a session have the same phone number."""

    def __init__(self) -> None:
        super().__init__("ParticipantPhoneNumbers must be two different phone numbers")


class ProxySessionClosedError(BadRequestError):
    """A closed session cannot be updated."""

    def __init__(self, proxy_session_id: str) -> None:
        super().__init__(f"ProxySession with Id '{proxy_session_id}' is Closed")


class NotFoundError(ChimeError):
    """The request names something that does not exist (404)."""

    shape = "NotFoundException"


class VoiceConnectorNotFoundError(NotFoundError):
    """No such Voice Connector in this account and Region (message observed)."""

    def __init__(self, voice_connector_id: str) -> None:
        super().__init__(f"Could not find VoiceConnector with Id '{voice_connector_id}'")


class ProxySessionNotFoundError(NotFoundError):
    """No such proxy session on this Voice Connector."""

    def __init__(self, proxy_session_id: str) -> None:
        super().__init__(f"Could not find ProxySession with Id '{proxy_session_id}'")


class ProxyNotFoundError(NotFoundError):
    """The Voice Connector has no proxy configuration."""

    def __init__(self, voice_connector_id: str) -> None:
        super().__init__(f"Could not find Proxy of VoiceConnector with Id '{voice_connector_id}'")


class ForbiddenError(ChimeError):
    """The caller may not do this (403)."""

    shape = "ForbiddenException"


class ProxyNotConfiguredError(ForbiddenError):
    """A session is wanted on a Voice Connector without a proxy configuration."""

    def __init__(self, voice_connector_id: str) -> None:
        super().__init__(
            f"Proxy sessions are not configured for VoiceConnector with Id "
            f"'{voice_connector_id}': call PutVoiceConnectorProxy first"
        )


class ProxyDisabledError(ForbiddenError):
    """A session is wanted while the proxy configuration is disabled."""

    def __init__(self, voice_connector_id: str) -> None:
        super().__init__(
            f"Proxy sessions are disabled for VoiceConnector with Id '{voice_connector_id}'"
        )


class AccessDeniedError(ChimeError):
    """IAM does not permit the call, for an operation that models this error (403)."""

    shape = "AccessDeniedException"


class UnauthorizedClientError(ChimeError):
    """The credentials are unknown, missing or do not match the signature (401)."""

    shape = "UnauthorizedClientException"


class ResourceLimitExceededError(ChimeError):
    """A quota is used up (400)."""

    shape = "ResourceLimitExceededException"


class TooManyTagsError(ResourceLimitExceededError):
    """A resource would carry more tags than AWS allows."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"A resource can have at most {maximum} tags")


class ServiceUnavailableError(ChimeError):
    """The service cannot do this now (503)."""

    shape = "ServiceUnavailableException"


class NumberPoolExhaustedError(ServiceUnavailableError):
    """No proxy phone number of the country is free for both participants."""

    def __init__(self, country: str) -> None:
        super().__init__(f"No proxy phone number is available in country '{country}'")


class ServiceFailureError(ChimeError):
    """The service failed (500)."""

    shape = "ServiceFailureException"
