"""The commands of the control API, the same in-process and over HTTP.

Each takes and returns what JSON can hold; what an argument means is said in `handle`.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import msgspec
from moto.core.base_backend import BackendDict
from moto.core.models import DEFAULT_ACCOUNT_ID
from msgspec import Meta

from chime_proxy_mock.chime.models import (
    ChimeBackend,
    Output,
    all_backends,
    chime_backends,
    control_plane,
    find_backend,
)
from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.control.calls import Scope
from chime_proxy_mock.control.command import Commands, suggestion
from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.faults import Fault, FaultPlan
from chime_proxy_mock.control.records import (
    ClockRecord,
    Delivery,
    FaultRecord,
    LimitsRecord,
    RateLimitRecord,
)
from chime_proxy_mock.control.state_document import (
    FORMAT,
    BackendSnapshot,
    ClockSnapshot,
    StateDocument,
    from_json_value,
    to_json_value,
)
from chime_proxy_mock.domain.errors import ProxySessionNotFoundError
from chime_proxy_mock.domain.proxy_sessions import CallStateError
from chime_proxy_mock.domain.restore import restore_state
from chime_proxy_mock.domain.snapshot import SnapshotError
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import LEGACY_REGION, Namespace

commands = Commands()

ANY_OPERATION = "*"
SEED_EXPIRY_MINUTES = 720

Count = Annotated[int, Meta(ge=1)]
NotNegative = Annotated[int, Meta(ge=0)]
Seconds = Annotated[float, Meta(ge=0)]
Rate = Annotated[float, Meta(gt=0)]
Chance = Annotated[float, Meta(gt=0, le=1)]


# Faults


@commands.register("faults/inject")
def inject_fault(
    operation: str,
    error: str | None = None,
    message: str | None = None,
    delay_seconds: Seconds = 0.0,
    delivery: Delivery | None = None,
    times: Count | None = None,
    every: Count = 1,
    probability: Chance = 1.0,
    seed: int | None = None,
    voice_connector_id: str | None = None,
    account_id: str | None = None,
    region: str | None = None,
    force: bool = False,
) -> object:
    """Make calls fail, be late, or lose their answer."""
    if error is None and delivery is None and not delay_seconds:
        raise ControlError("A fault needs an error, a delivery or delay_seconds")
    operations = _operations(operation)
    if error is not None:
        operations = _operations_with_error(operation, operations, error, force=force)
    plan = FaultPlan(
        operation=operation,
        scope=Scope(operations, account_id, region, voice_connector_id),
        error=error,
        message=message,
        delay_seconds=delay_seconds,
        delivery=delivery,
        times=times,
        every=every,
        probability=probability,
        seed=seed,
    )
    chime_backends.follow_moto_reset()
    return _json(_fault_record(control_plane.faults.inject(plan)))


@commands.register("faults/list", reads=True)
def list_faults() -> object:
    """Return the faults in force."""
    return _json([_fault_record(fault) for fault in control_plane.faults])


@commands.register("faults/remove")
def remove_fault(id: str) -> None:  # noqa: A002
    """Remove a fault."""
    if not control_plane.faults.remove(id):
        in_force = ", ".join(fault.id for fault in control_plane.faults) or "none"
        raise ControlError(f"There is no fault '{id}'; in force: {in_force}")


@commands.register("faults/clear")
def clear_faults() -> None:
    """Remove all faults."""
    control_plane.faults.clear()


# Limits


@commands.register("limits/rate")
def set_rate(
    operation: str,
    per_second: Rate,
    account_id: str | None = None,
    region: str | None = None,
) -> None:
    """Limit the rate of an operation."""
    scope = Scope(_operations(operation), account_id, region)
    chime_backends.follow_moto_reset()
    control_plane.limits.set_rate(operation, scope, per_second)


@commands.register("limits/quota")
def set_quota(voice_connectors: NotNegative | None) -> None:
    """Limit how many Voice Connectors an account can have in a Region."""
    chime_backends.follow_moto_reset()
    control_plane.limits.voice_connectors = voice_connectors


@commands.register("limits/list", reads=True)
def list_limits() -> object:
    """Return the limits in force."""
    rates = [
        RateLimitRecord(
            operation=limit.operation,
            per_second=limit.per_second,
            account_id=limit.scope.account_id,
            region=limit.scope.region,
            throttled=limit.throttled,
        )
        for limit in control_plane.limits
    ]
    return _json(LimitsRecord(rates, control_plane.limits.voice_connectors))


@commands.register("limits/clear")
def clear_limits() -> None:
    """Remove all limits."""
    control_plane.limits.clear()


# Clock


@commands.register("clock/show", reads=True)
def show_clock() -> object:
    """Return the mock's time."""
    clock = control_plane.clock
    return _json(ClockRecord(clock.now(), clock.is_frozen))


@commands.register("clock/advance")
def advance_clock(
    days: Seconds = 0, hours: Seconds = 0, minutes: Seconds = 0, seconds: Seconds = 0
) -> object:
    """Move time forward."""
    try:
        by = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if by:
            chime_backends.follow_moto_reset()
            control_plane.clock.advance(by)
            return show_clock()
    except OverflowError as error:
        raise ControlError(f"The clock cannot go that far: {error}") from None
    raise ControlError("Say how far: days, hours, minutes or seconds")


@commands.register("clock/freeze")
def freeze_clock(at: datetime.datetime | None = None) -> object:
    """Stop time, now or at a moment."""
    chime_backends.follow_moto_reset()
    try:
        control_plane.clock.freeze(at and _utc(at))
    except OverflowError as error:
        raise ControlError(str(error)) from None
    return show_clock()


@commands.register("clock/resume")
def resume_clock() -> object:
    """Let time run on from where it was stopped."""
    control_plane.clock.resume()
    return show_clock()


# Calls


@commands.register("calls/start")
def start_call(proxy_session_id: str) -> None:
    """Let a call run on a session."""
    _on_session(ChimeBackend.start_call, proxy_session_id)


@commands.register("calls/end")
def end_call(proxy_session_id: str) -> None:
    """End the call on a session."""
    _on_session(ChimeBackend.end_call, proxy_session_id)


# Journal


@commands.register("journal/calls", reads=True)
def journal_calls(
    operation: str | None = None,
    parameters: dict[str, Any] | None = None,
    account_id: str | None = None,
    region: str | None = None,
    namespace: str | None = None,
    voice_connector_id: str | None = None,
    status: int | None = None,
    error: str | None = None,
    latest: NotNegative | None = None,
) -> object:
    """Return the calls that arrived, oldest first."""
    if operation is not None:
        _operations(operation)
    wanted = {
        "operation": None if operation == ANY_OPERATION else operation,
        "account_id": account_id,
        "region": region,
        "namespace": namespace,
        "voice_connector_id": voice_connector_id,
        "status": status,
        "error": error,
    }
    found = [
        call
        for call in control_plane.journal
        if all(value is None or getattr(call, name) == value for name, value in wanted.items())
        and all(call.parameters.get(name) == value for name, value in (parameters or {}).items())
    ]
    return _json(found if latest is None else found[len(found) - min(latest, len(found)) :])


@commands.register("journal/clear")
def clear_journal() -> None:
    """Forget the calls that arrived."""
    control_plane.journal.clear()


# State


@commands.register("state/export", reads=True)
def export_state() -> object:
    """Return the whole state as one document."""
    now = control_plane.clock.now()
    backends = [
        BackendSnapshot(
            account_id=backend.account_id, region=backend.region_name, state=backend.snapshot()
        )
        for backend in all_backends()
    ]
    return to_json_value(
        StateDocument(
            format=FORMAT,
            clock=ClockSnapshot(now=now, is_frozen=control_plane.clock.is_frozen),
            # moto makes backends by asking for them; one in which nothing ever was is no state.
            backends=[backend for backend in backends if backend.state.next_position > 1],
        )
    )


@commands.register("state/load")
def load_state(document: Any) -> None:
    """Put the state of a document in place of the present one, clock included."""
    state_document = from_json_value(document)
    states = {}
    for index, backend in enumerate(state_document.backends):
        path = f"$.backends[{index}]"
        owner = (backend.account_id, backend.region)
        if owner in states:
            raise ControlError(f"Not a state document: {path}: {owner} is there twice")
        _find_backend(backend.account_id, backend.region)
        try:
            states[owner] = restore_state(backend.state)
        except SnapshotError as error:
            raise ControlError(f"Not a state document: {path}.state{error}") from None
    chime_backends.follow_moto_reset()
    try:
        control_plane.clock.set(
            _utc(state_document.clock.now), frozen=state_document.clock.is_frozen
        )
    except OverflowError as error:
        raise ControlError(f"Not a state document: $.clock.now: {error}") from None
    for present in all_backends():
        present.reset()
    for (account_id, region), state in states.items():
        find_backend(account_id, region).replace_state(state)


@commands.register("state/reset")
def reset_state() -> None:
    """Forget everything, of all of moto's services."""
    BackendDict.reset()


@commands.register("state/seed")
def seed_state(
    connectors: Count = 1,
    sessions_per_connector: NotNegative = 0,
    account_id: str = DEFAULT_ACCOUNT_ID,
    region: str = LEGACY_REGION,
) -> object:
    """Create Voice Connectors with many open sessions; return the connectors' ids."""
    backend = _find_backend(account_id, region)
    chime_backends.follow_moto_reset()
    # +999 is assigned to no country, so nobody has these numbers.
    people = (f"+999{number:010}" for number in range(2 * connectors * sessions_per_connector))
    return [
        _seed_connector(backend, f"Seed {number}", sessions_per_connector, people)
        for number in range(1, connectors + 1)
    ]


def _seed_connector(backend: ChimeBackend, name: str, sessions: int, people: Iterator[str]) -> str:
    created = backend.perform(
        ChimeBackend.create_voice_connector, {"name": name, "require_encryption": True}
    )
    connector: Any = created["voice_connector"]
    voice_connector_id: str = connector.voice_connector_id
    backend.perform(
        ChimeBackend.put_voice_connector_proxy,
        {
            "voice_connector_id": voice_connector_id,
            "default_session_expiry_minutes": SEED_EXPIRY_MINUTES,
            "phone_number_pool_countries": ["US"],
        },
    )
    for _ in range(sessions):
        backend.perform(
            ChimeBackend.create_proxy_session,
            {
                "voice_connector_id": voice_connector_id,
                "participant_phone_numbers": [next(people), next(people)],
                "capabilities": ["Voice", "SMS"],
            },
        )
    return voice_connector_id


# What the commands have in common


def _json(value: object) -> object:
    return msgspec.to_builtins(value)


def _utc(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ControlError(f"A moment needs a time zone, e.g. {moment.isoformat()}Z")
    return moment.astimezone(datetime.timezone.utc)


def _operations(operation: str) -> frozenset[str]:
    """Return the operations that a name stands for."""
    if operation == ANY_OPERATION:
        return frozenset(SUPPORTED_OPERATIONS)
    if operation not in SUPPORTED_OPERATIONS:
        raise ControlError(
            f"There is no operation '{operation}'{suggestion(operation, SUPPORTED_OPERATIONS)}"
        )
    return frozenset([operation])


def _operations_with_error(
    operation: str, operations: frozenset[str], error: str, *, force: bool
) -> frozenset[str]:
    """Return those of the operations that model an error; all of them, if forced."""
    api = load_api(Namespace.VOICE)
    if error not in api.error_shapes:
        raise ControlError(f"There is no error '{error}'{suggestion(error, api.error_shapes)}")
    if force:
        return operations
    modelled = frozenset(name for name in operations if error in api.operation(name).error_shapes)
    if not modelled:
        possible = ", ".join(sorted(api.operation(operation).error_shapes))
        raise ControlError(
            f"The model of {operation} has no {error}; it has {possible}. "
            "To inject it all the same, say force"
        )
    return modelled


def _find_backend(account_id: str, region: str) -> ChimeBackend:
    try:
        return find_backend(account_id, region)
    except KeyError:
        raise ControlError(f"Amazon Chime is not in Region '{region}'") from None


def _on_session(method: Callable[..., Output], proxy_session_id: str) -> None:
    for backend in all_backends():
        try:
            backend.perform(method, {"proxy_session_id": proxy_session_id})
        except ProxySessionNotFoundError:
            continue
        except CallStateError as error:
            raise ControlError(str(error)) from None
        return
    raise ControlError(f"There is no proxy session '{proxy_session_id}'")


def _fault_record(fault: Fault) -> FaultRecord:
    plan = fault.plan
    return FaultRecord(
        id=fault.id,
        operation=plan.operation,
        error=plan.error,
        message=plan.message,
        delay_seconds=plan.delay_seconds,
        delivery=plan.delivery,
        times=plan.times,
        every=plan.every,
        probability=plan.probability,
        voice_connector_id=plan.scope.voice_connector_id,
        account_id=plan.scope.account_id,
        region=plan.scope.region,
        struck=fault.struck,
    )
