"""What the control API shows, as records; on the wire they are JSON objects of these fields."""

import datetime
from dataclasses import dataclass
from typing import Any, Literal

Delivery = Literal["dropped", "malformed", "truncated"]
"""What becomes of an answer: the connection closes before it, its JSON is broken, or the
connection closes within it."""


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A fault in force; None means any call, or the usual message, or without end.

    Attributes:
        id: Name to remove it by.
        operation: Name in the model, or ``"*"``.
        error: Name of the error shape that it answers with.
        message: Message of that error.
        delay_seconds: How long it holds the answer back, in real time.
        delivery: What it does to the answer.
        times: How often it strikes at most.
        every: It strikes every so many calls.
        probability: Chance that it strikes a call.
        struck: How often it has struck.
    """

    id: str
    operation: str
    error: str | None
    message: str | None
    delay_seconds: float
    delivery: Delivery | None
    times: int | None
    every: int
    probability: float
    voice_connector_id: str | None
    account_id: str | None
    region: str | None
    struck: int


@dataclass(frozen=True, slots=True)
class RateLimitRecord:
    """A rate in force; None means any account or Region, each on its own.

    Attributes:
        operation: Name in the model, or ``"*"``.
        per_second: Calls a second.
        throttled: How many calls it has refused.
    """

    operation: str
    per_second: float
    account_id: str | None
    region: str | None
    throttled: int


@dataclass(frozen=True, slots=True)
class LimitsRecord:
    """The limits in force.

    Attributes:
        rates: Limits on calls.
        voice_connectors: How many Voice Connectors an account may have in a Region, or
            None: as many as it likes.
    """

    rates: list[RateLimitRecord]
    voice_connectors: int | None


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """The mock's time.

    Attributes:
        now: The present moment, aware and in UTC.
        is_frozen: Whether time stands still.
    """

    now: datetime.datetime
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call to the API that was answered.

    Attributes:
        operation: Name in the model; None if the request matched no operation.
        parameters: Its input, by the member names of the API.
        account_id: Account that it acted for.
        region: Region that it acted in.
        namespace: ``chime`` or ``chime-sdk-voice``; None where the endpoint does not tell.
        voice_connector_id: The Voice Connector that it named, if any.
        status: HTTP status of the answer.
        error: Name of the error shape of the answer, or None.
        attempt: Which attempt it was for the client.
        request_id: The answer's ``x-amzn-RequestId``.
        at: When it was answered, by the mock's clock, in UTC.
    """

    operation: str | None
    parameters: dict[str, Any]
    account_id: str | None
    region: str | None
    namespace: str | None
    voice_connector_id: str | None
    status: int
    error: str | None
    attempt: int
    request_id: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class SeededConnector:
    """A Voice Connector that seeding made."""

    voice_connector_id: str
    proxy_sessions: int
