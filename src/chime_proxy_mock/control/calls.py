"""What the control plane knows of a call to the API while it is being answered."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from chime_proxy_mock.control.records import CallRecord

_ATTEMPT = re.compile(r"attempt=(\d{1,9})")


@dataclass(slots=True)
class ApiCall:
    """A call to the API, filled in as more of it becomes known; see `CallRecord`."""

    request_id: str
    attempt: int = 1
    operation: str | None = None
    namespace: str | None = None
    account_id: str | None = None
    region: str | None = None
    voice_connector_id: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    def answered(self, at: datetime.datetime, status: int, error: str | None) -> CallRecord:
        """Return the record of this call, now that it is answered."""
        return CallRecord(
            operation=self.operation,
            parameters=self.parameters,
            account_id=self.account_id,
            region=self.region,
            namespace=self.namespace,
            voice_connector_id=self.voice_connector_id,
            status=status,
            error=error,
            attempt=self.attempt,
            request_id=self.request_id,
            at=at,
        )


def attempt_of(header: str | None) -> int:
    """Return the attempt that SDKs write into the header ``amz-sdk-request``, else 1."""
    match = _ATTEMPT.search(header) if header else None
    return int(match[1]) if match else 1


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls a fault or a limit applies to.

    Attributes:
        operations: Names in the model.
        account_id: An account, or None for any.
        region: A Region, or None for any.
        voice_connector_id: A Voice Connector, or None for any and none.
    """

    operations: frozenset[str]
    account_id: str | None = None
    region: str | None = None
    voice_connector_id: str | None = None

    def covers(self, call: ApiCall) -> bool:
        """Tell whether a call lies in this scope."""
        return (
            call.operation in self.operations
            and self.account_id in (None, call.account_id)
            and self.region in (None, call.region)
            and self.voice_connector_id in (None, call.voice_connector_id)
        )
