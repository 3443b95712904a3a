"""Faults that a test injects: errors, delays, and answers that do not arrive whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from threading import Lock

from chime_proxy_mock.control.calls import ApiCall, Scope
from chime_proxy_mock.control.records import Delivery
from chime_proxy_mock.domain.errors import ChimeError

# The service's own words, where some are known from Chime; see docs/fidelity.md.
_USUAL_MESSAGES = {
    "BadRequestException": "Service received a bad request.",
    "ForbiddenException": "AWS authorization failed",
    "NotFoundException": "Unable to find the requested identifier",
    "ThrottledClientException": "Rate exceeded",
}


class InjectedError(ChimeError):
    """An error that a fault or a limit asks for, of any shape."""

    def __init__(self, shape: str, message: str | None = None) -> None:
        usual = _USUAL_MESSAGES.get(shape, f"{shape} injected by chime-proxy-mock")
        super().__init__(usual if message is None else message)
        self.shape = shape  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What a fault does, to which calls, and when; see `FaultRecord` for the fields."""

    operation: str
    scope: Scope
    error: str | None
    message: str | None
    delay_seconds: float
    delivery: Delivery | None
    times: int | None
    every: int
    probability: float
    seed: int | None


class Fault:
    """A fault in force: its plan, and how often it has struck."""

    def __init__(self, fault_id: str, plan: FaultPlan) -> None:
        self.id = fault_id
        self.plan = plan
        self.struck = 0
        self._calls = 0
        self._random = Random(plan.seed)  # noqa: S311

    def strikes(self, call: ApiCall) -> bool:
        """Tell whether it strikes this call, and count it."""
        plan = self.plan
        if self.struck == plan.times or not plan.scope.covers(call):
            return False
        self._calls += 1
        if self._calls % plan.every or self._random.random() >= plan.probability:
            return False
        self.struck += 1
        return True


class Faults:
    """The faults in force. Of several that could strike a call, the oldest does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ids = count(1)
        self._faults: dict[str, Fault] = {}

    def __iter__(self) -> Iterator[Fault]:
        with self._lock:
            return iter(list(self._faults.values()))

    def inject(self, plan: FaultPlan) -> Fault:
        """Put a fault in force."""
        with self._lock:
            fault = Fault(f"fault-{next(self._ids)}", plan)
            self._faults[fault.id] = fault
            return fault

    def remove(self, fault_id: str) -> bool:
        """Remove a fault; tell whether there was one of this id."""
        with self._lock:
            return self._faults.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._faults = {}

    def strike(self, call: ApiCall) -> FaultPlan | None:
        """Return the plan of the fault that strikes this call, if any."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults.values():
                if fault.strikes(call):
                    return fault.plan
        return None
