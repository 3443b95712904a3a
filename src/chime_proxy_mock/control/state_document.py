"""The whole state as one JSON document, to keep, to compare and to restore.

Reading one is all or nothing: a document that does not fit is refused with the path of
what is wrong.
"""

import datetime
from typing import Any, Literal

import msgspec

from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.domain.proxy_sessions import Record
from chime_proxy_mock.domain.snapshot import StateSnapshot

FORMAT: Literal["chime-proxy-mock/1"] = "chime-proxy-mock/1"


class ClockSnapshot(Record, frozen=True, kw_only=True):
    """The mock's time; loaded, it goes on from there."""

    now: datetime.datetime
    is_frozen: bool


class BackendSnapshot(Record, frozen=True, kw_only=True):
    """What exists in one account and Region."""

    account_id: str
    region: str
    state: StateSnapshot


class StateDocument(Record, frozen=True, kw_only=True):
    """The whole state, by account and Region in alphabetical order."""

    format: Literal["chime-proxy-mock/1"]
    clock: ClockSnapshot
    backends: list[BackendSnapshot]


def to_json_value(document: StateDocument) -> dict[str, Any]:
    """Return the document as JSON knows it."""
    value: dict[str, Any] = msgspec.to_builtins(document)
    return value


def from_json_value(value: object) -> StateDocument:
    """Return the document that a JSON value stands for.

    Raises:
        ControlError: It is not a state document; the message names the path.
    """
    try:
        return msgspec.convert(value, StateDocument)
    except msgspec.ValidationError as error:
        raise ControlError(f"Not a state document: {error}") from None
