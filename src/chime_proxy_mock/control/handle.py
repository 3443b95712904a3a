"""The control handle: what a test holds in its hand, the same in-process and over HTTP."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from chime_proxy_mock.control.records import (
    CallRecord,
    ClockRecord,
    Delivery,
    FaultRecord,
    LimitsRecord,
)

Transport = Callable[[str, Mapping[str, Any]], object]
"""Runs the command of a name with its arguments; returns what JSON can hold."""


class ChimeControl:
    """Everything a test can bring about.

    Attributes:
        faults: Errors, delays, and answers that do not arrive whole.
        limits: Rates and quotas.
        clock: The mock's time.
        calls: Phone calls on sessions.
        state: Export, load and seed.
        journal: Which calls to the API arrived.

    Every method raises `ControlError`, whose message says what to do, if its arguments make
    no sense. moto's reset (the end of a mock, or ``/moto-api/reset``) undoes everything.
    """

    def __init__(self, transport: Transport) -> None:
        self.faults = FaultControl(transport)
        self.limits = LimitControl(transport)
        self.clock = ClockControl(transport)
        self.calls = CallControl(transport)
        self.state = StateControl(transport)
        self.journal = JournalControl(transport)


class FaultControl:
    """Faults: what goes wrong, for which calls, and how often."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def inject(
        self,
        operation: str,
        error: str | None = None,
        *,
        message: str | None = None,
        delay_seconds: float = 0.0,
        delivery: Delivery | None = None,
        times: int | None = None,
        every: int = 1,
        probability: float = 1.0,
        seed: int | None = None,
        voice_connector_id: str | None = None,
        account_id: str | None = None,
        region: str | None = None,
        force: bool = False,
    ) -> FaultRecord:
        """Make calls fail, be late, or lose their answer.

        An error takes the place of the operation, which is not carried out; with a delay
        or a delivery alone it is. Of several faults that could strike a call, the oldest
        does.

        Args:
            operation: Name in the model, e.g. ``"ListProxySessions"``, or ``"*"`` for all.
            error: Name of the error to answer with, e.g. ``"ThrottledClientException"``.
                It must be modelled for the operation; with ``"*"``, operations that do
                not model it are left alone.
            message: Message of the error, in place of the usual one.
            delay_seconds: How long to hold the answer back, in real time.
            delivery: ``"dropped"`` closes the connection before the answer,
                ``"truncated"`` within it, and ``"malformed"`` breaks its JSON.
            times: How often to strike; by default until the fault is removed.
            every: Strike every so many calls only.
            probability: Strike by chance, above 0 up to 1.
            seed: Makes that chance repeatable.
            voice_connector_id: Strike calls that name this Voice Connector only.
            account_id: Strike calls of this account only.
            region: Strike calls in this Region only.
            force: Whether the error may be one that the operation does not model.

        Returns:
            The fault, whose `id` removes it.
        """
        fault = self._run(
            "faults/inject",
            {
                "operation": operation,
                "error": error,
                "message": message,
                "delay_seconds": delay_seconds,
                "delivery": delivery,
                "times": times,
                "every": every,
                "probability": probability,
                "seed": seed,
                "voice_connector_id": voice_connector_id,
                "account_id": account_id,
                "region": region,
                "force": force,
            },
        )
        return msgspec.convert(fault, FaultRecord)

    def in_force(self) -> list[FaultRecord]:
        """Return the faults in force, oldest first."""
        return msgspec.convert(self._run("faults/list", {}), list[FaultRecord])

    def remove(self, fault_id: str) -> None:
        """Remove a fault."""
        self._run("faults/remove", {"id": fault_id})

    def clear(self) -> None:
        """Remove all faults."""
        self._run("faults/clear", {})


class LimitControl:
    """Limits. By default there are none."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def rate(
        self,
        operation: str,
        *,
        per_second: float,
        account_id: str | None = None,
        region: str | None = None,
    ) -> None:
        """Answer ThrottledClientException beyond a rate, on the mock's clock.

        As many calls as a second allows (at least one) may come at once. Accounts and
        Regions are counted apart. A second limit on the same calls replaces the first.

        Args:
            operation: Name in the model; with ``"*"``, all operations share the rate.
            per_second: Calls a second; 0.1 is one in ten seconds.
            account_id: Limit this account only.
            region: Limit this Region only.
        """
        arguments = {
            "operation": operation,
            "per_second": per_second,
            "account_id": account_id,
            "region": region,
        }
        self._run("limits/rate", arguments)

    def quota(self, *, voice_connectors: int | None) -> None:
        """Limit how many Voice Connectors an account can have in a Region.

        Beyond it, CreateVoiceConnector answers as the service did: 400
        BadRequestException ``Service received a bad request.``

        Args:
            voice_connectors: How many; AWS's default was 3. None: as many as it likes.
        """
        self._run("limits/quota", {"voice_connectors": voice_connectors})

    def in_force(self) -> LimitsRecord:
        """Return the limits in force."""
        return msgspec.convert(self._run("limits/list", {}), LimitsRecord)

    def clear(self) -> None:
        """Remove all limits."""
        self._run("limits/clear", {})


class ClockControl:
    """The mock's time. It moves sessions to their expiry, and agrees with time libraries."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def now(self) -> datetime.datetime:
        """Return the mock's present moment, aware and in UTC."""
        return self.show().now

    def show(self) -> ClockRecord:
        """Return the mock's time, and whether it stands still."""
        return msgspec.convert(self._run("clock/show", {}), ClockRecord)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime.datetime:
        """Move time forward, by at least something; return the new moment."""
        arguments = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return msgspec.convert(self._run("clock/advance", arguments), ClockRecord).now

    def freeze(self, at: datetime.datetime | None = None) -> datetime.datetime:
        """Stop time, now or at another moment; return the moment.

        Args:
            at: The moment, aware; in the past or in the future.
        """
        arguments = {"at": at and at.isoformat()}
        return msgspec.convert(self._run("clock/freeze", arguments), ClockRecord).now

    def resume(self) -> datetime.datetime:
        """Let time run on from where it was stopped; return the moment."""
        return msgspec.convert(self._run("clock/resume", {}), ClockRecord).now


class CallControl:
    """Phone calls on sessions. While one runs, the session is InProgress and stays alive."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def start(self, proxy_session_id: str) -> None:
        """Let a call run on an open session, in whichever account and Region it is."""
        self._run("calls/start", {"proxy_session_id": proxy_session_id})

    def end(self, proxy_session_id: str) -> None:
        """End the call: the session is Open again, or Closed if it has expired."""
        self._run("calls/end", {"proxy_session_id": proxy_session_id})


class StateControl:
    """The state as a whole: of all accounts and Regions, clock included."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def export(self) -> dict[str, Any]:
        """Return the state as a document for `json.dump`, to keep and to compare."""
        return msgspec.convert(self._run("state/export", {}), dict[str, Any])

    def load(self, document: Mapping[str, Any]) -> None:
        """Put the state of a document in place of the present one.

        Listings then answer what they answered before, tokens included, and the clock
        goes on from where it was. A document with anything wrong in it is refused whole.

        Args:
            document: What `export` returned.
        """
        self._run("state/load", {"document": document})

    def reset(self) -> None:
        """Forget everything, of all of moto's services, and undo all control."""
        self._run("state/reset", {})

    def seed(
        self,
        *,
        connectors: int = 1,
        sessions_per_connector: int = 0,
        account_id: str | None = None,
        region: str | None = None,
    ) -> list[str]:
        """Create Voice Connectors with many open sessions, faster than by requests.

        Args:
            connectors: How many; each has proxy sessions configured, numbers of the US.
            sessions_per_connector: How many each; they expire after 720 minutes.
            account_id: Account, by default moto's default account.
            region: Region, by default us-east-1.

        Returns:
            The ids of the Voice Connectors.
        """
        arguments = {
            "connectors": connectors,
            "sessions_per_connector": sessions_per_connector,
            **({"account_id": account_id} if account_id else {}),
            **({"region": region} if region else {}),
        }
        return msgspec.convert(self._run("state/seed", arguments), list[str])


class JournalControl:
    """The calls to the API that arrived, at most the latest 10,000."""

    def __init__(self, transport: Transport) -> None:
        self._run = transport

    def calls(
        self,
        operation: str | None = None,
        *,
        parameters: Mapping[str, Any] | None = None,
        voice_connector_id: str | None = None,
        account_id: str | None = None,
        region: str | None = None,
        namespace: str | None = None,
        status: int | None = None,
        error: str | None = None,
    ) -> list[CallRecord]:
        """Return the calls that have all that is asked for, oldest first.

        Args:
            operation: Name in the model.
            parameters: Input members with their values, by the names of the API.
            voice_connector_id: The Voice Connector that they name.
            account_id: The account that they acted for.
            region: The Region that they acted in.
            namespace: ``chime`` or ``chime-sdk-voice``.
            status: HTTP status of the answer.
            error: Name of the error of the answer.
        """
        arguments = {
            "operation": operation,
            "parameters": parameters,
            "voice_connector_id": voice_connector_id,
            "account_id": account_id,
            "region": region,
            "namespace": namespace,
            "status": status,
            "error": error,
        }
        return msgspec.convert(self._run("journal/calls", arguments), list[CallRecord])

    def count(self, operation: str | None = None, **filters: Any) -> int:
        """Return how many calls there are; takes what `calls` takes."""
        return len(self.calls(operation, **filters))

    def assert_called(
        self, operation: str | None = None, *, times: int | None = None, **filters: Any
    ) -> None:
        """Assert that calls arrived; takes what `calls` takes.

        Args:
            operation: Name in the model.
            times: How many, exactly; by default at least one.
            filters: What `calls` takes.

        Raises:
            AssertionError: Others arrived; the message lists them.
        """
        found = self.count(operation, **filters)
        if found == times or (times is None and found):
            return
        expected = "at least one call" if times is None else f"{times} calls"
        wanted = {"operation": operation, **filters}
        raise AssertionError(f"Expected {expected} with {wanted}, found {found}.\n{self._report()}")

    def clear(self) -> None:
        """Forget the calls that arrived."""
        self._run("journal/clear", {})

    def _report(self) -> str:
        lines = [f"- {_line(call)}" for call in self.calls()]
        return "\n".join(["These arrived:", *lines]) if lines else "None arrived."


def _line(call: CallRecord) -> str:
    outcome = f"{call.status} {call.error}" if call.error else str(call.status)
    return f"{call.operation} {call.parameters} -> {outcome} (attempt {call.attempt})"
