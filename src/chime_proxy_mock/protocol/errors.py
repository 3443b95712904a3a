"""Errors on the wire, and those that lie before any operation.

The body's ``Code`` is short, the exception's full name comes in ``x-amzn-ErrorType``,
which is where botocore and the other SDKs look first.
"""

from chime_proxy_mock.protocol.serialization import to_json

ERROR_TYPE_HEADER = "x-amzn-ErrorType"

# The others are the exception's name without its ending; the words are those of the
# model's ErrorCode.
_CODES = {
    "ThrottledClientException": "Throttled",
    "UnauthorizedClientException": "Unauthorized",
    "UnprocessableEntityException": "Unprocessable",
}


def error_body(shape: str, message: str) -> bytes:
    """Return the body of an error.

    Args:
        shape: Name of the error shape, e.g. ``"NotFoundException"``.
        message: Sentence for people.
    """
    code = _CODES.get(shape) or shape.removesuffix("Exception")
    return to_json({"Code": code, "Message": message})


class UnmodelledError(Exception):
    """An error that the service model does not know; all are this project's assumptions.

    Attributes:
        shape: Name for ``x-amzn-ErrorType``.
        status: HTTP status.
        message: Sentence for people.
        headers: Headers to add to the answer.
    """

    def __init__(
        self, shape: str, status: int, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.shape = shape
        self.status = status
        self.message = message
        self.headers = headers or {}


class UnknownPathError(UnmodelledError):
    """No operation has this path."""

    def __init__(self, path: str) -> None:
        super().__init__("UnknownOperationException", 404, f"Amazon Chime has no path '{path}'")


class MethodNotAllowedError(UnmodelledError):
    """Operations have this path, but none with this method."""

    def __init__(self, method: str, path: str, allowed: tuple[str, ...]) -> None:
        methods = ", ".join(allowed)
        super().__init__(
            "MethodNotAllowedException",
            405,
            f"'{path}' does not take {method}, only {methods}",
            {"Allow": methods},
        )


class NotImplementedByMockError(UnmodelledError):
    """The service has this, the mock does not."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "NotImplementedException", 501, f"chime-proxy-mock does not implement {what}"
        )


class InvalidRegionError(UnmodelledError):
    """The host's Region has no Chime (message observed, name and status inferred)."""

    def __init__(self, region: str) -> None:
        super().__init__(
            "InvalidSignatureException",
            403,
            f"Credential should be scoped to a valid region, not '{region}'.",
        )
