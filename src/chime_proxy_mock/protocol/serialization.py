"""From what an operation returns to the JSON that the service sends.

As seen on the wire: compact, member names in alphabetical order at every level, unset
members as ``null``, timestamps in ISO 8601 with milliseconds and ``Z``.
"""

import datetime
import json
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from botocore import xform_name
from botocore.model import ListShape, Shape, StructureShape

Encoder = Callable[[Any], Any]


def to_json(document: Mapping[str, object]) -> bytes:
    """Return a JSON document as the service writes it."""
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def compile_output_encoder(shape: StructureShape) -> Callable[[Mapping[str, object]], bytes]:
    """Return what writes the output of an operation.

    It takes the output's members by snake-case name; structures inside are objects with
    snake-case attributes. What they do not have is written as unset, so that a member
    which is new in botocore does no harm.
    """
    encode = _compile_structure(shape, _pick_items)
    return lambda output: to_json(encode(output))


def encode_timestamp(timestamp: datetime.datetime) -> str:
    """Return an aware UTC datetime as the service writes it."""
    return f"{timestamp.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


Picker = Callable[[Any], tuple[object, ...]]


def _pick_items(names: list[str]) -> Picker:
    return lambda mapping: tuple(mapping.get(name) for name in names)


def _pick_attributes(names: list[str]) -> Picker:
    # With one name, attrgetter would return its value and not a tuple.
    pick_all = attrgetter(*names) if len(names) > 1 else None

    def pick(record: object) -> tuple[object, ...]:
        try:
            if pick_all is not None:
                values: tuple[object, ...] = pick_all(record)
                return values
        except AttributeError:
            pass
        return tuple(getattr(record, name, None) for name in names)

    return pick


def _compile_structure(
    shape: StructureShape, make_picker: Callable[[list[str]], Picker]
) -> Encoder:
    names = sorted(shape.members)
    encoders = [_compile(shape.members[name]) for name in names]
    pick = make_picker([xform_name(name) for name in names])

    def encode(value: object) -> dict[str, object]:
        return {
            name: member if encode_member is None or member is None else encode_member(member)
            for name, encode_member, member in zip(names, encoders, pick(value), strict=True)
        }

    return encode


def _compile(shape: Shape) -> Encoder | None:
    """Return the encoder of a shape, or None for what JSON knows already."""
    if isinstance(shape, StructureShape):
        return _compile_structure(shape, _pick_attributes)
    if isinstance(shape, ListShape):
        encode_item = _compile(shape.member)
        if encode_item is not None:
            return lambda values: [encode_item(value) for value in values]
    if shape.type_name == "timestamp":
        return encode_timestamp
    return None
