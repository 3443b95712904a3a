"""From output members to the bytes of a body."""

import datetime
import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.model import StructureShape
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.protocol.serialization import (
    compile_output_encoder,
    encode_timestamp,
    to_json,
)
from tests.protocol.models import shape_of

OTHERS: dict[str, dict[str, Any]] = {
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Flag": {"type": "boolean"},
    "Moment": {"type": "timestamp", "timestampFormat": "iso8601"},
    "Texts": {"type": "list", "member": {"shape": "Text"}},
    "Moments": {"type": "list", "member": {"shape": "Moment"}},
    "Single": {"type": "structure", "members": {"OnlyOne": {"shape": "Text"}}},
    "Singles": {"type": "list", "member": {"shape": "Single"}},
    "Inner": {
        "type": "structure",
        "members": {"Zebra": {"shape": "Text"}, "AntEater": {"shape": "Moment"}},
    },
}

MOMENT = datetime.datetime(2026, 3, 1, 12, 34, 56, 789000, datetime.timezone.utc)


def encode(member_shapes: dict[str, str], **output: object) -> bytes:
    """Return the body of an output, whose members have the shapes named."""
    members = {name: {"shape": shape} for name, shape in member_shapes.items()}
    shape = shape_of({"type": "structure", "members": members}, **OTHERS)
    assert isinstance(shape, StructureShape)
    return compile_output_encoder(shape)(output)


@pytest.mark.parametrize(
    ("shape", "value", "text"),
    [
        ("Text", "a", '"a"'),
        ("Text", 'quote " and \\', '"quote \\" and \\\\"'),
        ("Text", "\N{SNOWMAN}\x00", '"\\u2603\\u0000"'),
        ("Text", None, "null"),
        ("Number", 60, "60"),
        ("Number", 0, "0"),
        ("Flag", False, "false"),
        ("Moment", MOMENT, '"2026-03-01T12:34:56.789Z"'),
        ("Moment", None, "null"),
        ("Texts", ("b", "a"), '["b","a"]'),
        ("Texts", [], "[]"),
        ("Moments", [MOMENT], '["2026-03-01T12:34:56.789Z"]'),
        ("Single", SimpleNamespace(only_one="a"), '{"OnlyOne":"a"}'),
        ("Single", SimpleNamespace(), '{"OnlyOne":null}'),
        ("Single", None, "null"),
        ("Singles", [SimpleNamespace(only_one="a")], '[{"OnlyOne":"a"}]'),
        ("Singles", (), "[]"),
    ],
)
def test_value(shape: str, value: object, text: str) -> None:
    """Each kind of value is written as the service writes it."""
    body = encode({"TheMember": shape}, the_member=value)

    assert f'{{"TheMember":{text}}}'.encode() == body


def test_members_come_in_alphabetical_order_at_every_level() -> None:
    """The order is that of the names, not that of the model or of the values."""
    inner = SimpleNamespace(zebra="z", ant_eater=MOMENT)

    body = encode({"Second": "Inner", "First": "Text"}, second=inner, first="f")

    assert body == (b'{"First":"f","Second":{"AntEater":"2026-03-01T12:34:56.789Z","Zebra":"z"}}')


def test_unset_members_are_null() -> None:
    """What the output does not have is there, as null."""
    body = encode({"First": "Text", "Second": "Inner"})

    assert body == b'{"First":null,"Second":null}'


def test_member_that_a_record_does_not_know_is_null() -> None:
    """A member that is new in botocore does no harm to the others."""
    body = encode({"Only": "Inner"}, only=SimpleNamespace(zebra="z"))

    assert body == b'{"Only":{"AntEater":null,"Zebra":"z"}}'


def test_what_the_model_does_not_know_is_left_out() -> None:
    """The output holds the members of the model and no others."""
    body = encode({"First": "Text"}, first="f", second="s")

    assert body == b'{"First":"f"}'


@pytest.mark.parametrize(
    ("microsecond", "fraction"), [(0, "000"), (1000, "001"), (999_000, "999"), (999_999, "999")]
)
def test_timestamps_have_three_fractional_digits(microsecond: int, fraction: str) -> None:
    """Milliseconds are always there, rounded down."""
    moment = MOMENT.replace(microsecond=microsecond)

    assert f"2026-03-01T12:34:56.{fraction}Z" == encode_timestamp(moment)


@given(
    document=st.dictionaries(
        st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
    )
)
def test_json_is_compact_ascii(document: dict[str, object]) -> None:
    """Any document is written in ASCII without blanks, and reads back the same."""
    body = to_json(document)

    assert body.isascii()
    assert document == json.loads(body)


def test_json_has_no_blanks() -> None:
    """There is no white space between members and values."""
    body = to_json({"A": [1, 2], "B": {"C": None}})

    assert body == b'{"A":[1,2],"B":{"C":null}}'
