"""What the service model constrains, and the sentences of its violations."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.validation import compile_validator, validate_label
from tests.protocol.models import operation_model, shape_of

PHONE_NUMBER = {"type": "string", "pattern": "^\\+?[1-9]\\d{1,14}$"}

SHAPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "string from 1 to 3": {"type": "string", "min": 1, "max": 3},
    "phone number": PHONE_NUMBER,
    "anchored choice": {"type": "string", "pattern": "^$|^[A-Z]{2,2}$"},
    "word": {"type": "string", "pattern": "\\w+"},
    "status": {"type": "string", "enum": ["Open", "Closed"]},
    "integer": {"type": "integer"},
    "integer from 1 to 99": {"type": "integer", "min": 1, "max": 99},
    "integer from 0": {"type": "integer", "min": 0},
    "boolean": {"type": "boolean"},
    "list": {"type": "list", "member": {"shape": "PhoneNumber"}},
    "list of 2": {"type": "list", "member": {"shape": "PhoneNumber"}, "min": 2, "max": 2},
    "structure": {
        "type": "structure",
        "required": ["AreaCode"],
        "members": {"AreaCode": {"shape": "PhoneNumber"}, "Country": {"shape": "PhoneNumber"}},
    },
    "list of structures": {"type": "list", "member": {"shape": "Inner"}},
}
OTHERS: dict[str, dict[str, Any]] = {
    "PhoneNumber": PHONE_NUMBER,
    "Inner": {"type": "structure", "members": {"Number": {"shape": "PhoneNumber"}}},
}

TOO_SHORT = "have length greater than or equal to"
TOO_LONG = "have length less than or equal to"
TOO_SMALL = "have value greater than or equal to"
TOO_LARGE = "have value less than or equal to"
PATTERN = "satisfy regular expression pattern:"
NO_PHONE_NUMBER = f"{PATTERN} {PHONE_NUMBER['pattern']}"


def violations_of(shape_name: str, value: object) -> list[str]:
    """Return the sentences about a value that is called ``theValue``."""
    return list(compile_validator(shape_of(SHAPES[shape_name], **OTHERS))(value, "theValue"))


def sentence(requirement: str, path: str = "theValue") -> str:
    """Return a sentence as AWS writes it."""
    return f"Value at '{path}' failed to satisfy constraint: Member must {requirement}"


@pytest.mark.parametrize(
    ("shape_name", "value"),
    [
        ("string", ""),
        ("string", "\x00\N{SNOWMAN}"),
        ("string from 1 to 3", "a"),
        ("string from 1 to 3", "\N{SNOWMAN}" * 3),
        ("phone number", "+12"),
        ("phone number", "123456789012345"),
        ("anchored choice", ""),
        ("anchored choice", "US"),
        ("word", "a_1"),
        ("status", "Open"),
        ("integer", -(10**30)),
        ("integer from 1 to 99", 1),
        ("integer from 1 to 99", 99),
        ("integer from 0", 0),
        ("boolean", False),
        ("list", []),
        ("list of 2", ["+12", "+34"]),
        ("structure", {"AreaCode": "+12"}),
        ("structure", {"AreaCode": "+12", "Country": None, "Unknown": object()}),
        ("list of structures", [{}, {"Number": "+12"}]),
    ],
)
def test_good_value_has_no_violations(shape_name: str, value: object) -> None:
    """A value on the border passes, and so does what the model does not know."""
    assert violations_of(shape_name, value) == []


@pytest.mark.parametrize(
    ("shape_name", "value", "requirement"),
    [
        ("string", 1, "be of type string"),
        ("string", ["a"], "be of type string"),
        ("string from 1 to 3", "", f"{TOO_SHORT} 1"),
        ("string from 1 to 3", "abcd", f"{TOO_LONG} 3"),
        ("phone number", "", NO_PHONE_NUMBER),
        ("phone number", "+0123", NO_PHONE_NUMBER),
        ("phone number", "x+12", NO_PHONE_NUMBER),
        ("phone number", "+12\n", NO_PHONE_NUMBER),
        ("phone number", "+1\N{ARABIC-INDIC DIGIT TWO}", NO_PHONE_NUMBER),
        ("anchored choice", "USA", f"{PATTERN} ^$|^[A-Z]{{2,2}}$"),
        ("anchored choice", "\n", f"{PATTERN} ^$|^[A-Z]{{2,2}}$"),
        ("word", "a b", f"{PATTERN} \\w+"),
        ("word", "\N{LATIN SMALL LETTER E WITH ACUTE}", f"{PATTERN} \\w+"),
        ("status", "open", "satisfy enum value set: [Open, Closed]"),
        ("status", "", "satisfy enum value set: [Open, Closed]"),
        ("integer", "1", "be of type integer"),
        ("integer", 1.0, "be of type integer"),
        ("integer", float("nan"), "be of type integer"),
        ("integer", True, "be of type integer"),
        ("integer from 1 to 99", 0, f"{TOO_SMALL} 1"),
        ("integer from 1 to 99", 100, f"{TOO_LARGE} 99"),
        ("integer from 0", -1, f"{TOO_SMALL} 0"),
        ("boolean", 0, "be of type boolean"),
        ("boolean", "false", "be of type boolean"),
        ("list", "+12", "be of type list"),
        ("list", {"0": "+12"}, "be of type list"),
        ("list of 2", ["+12"], f"{TOO_SHORT} 2"),
        ("list of 2", ["+12", "+34", "+56"], f"{TOO_LONG} 2"),
        ("structure", [], "be of type structure"),
        ("structure", "AreaCode", "be of type structure"),
    ],
)
def test_bad_value_breaks_one_constraint(shape_name: str, value: object, requirement: str) -> None:
    """Each constraint has its sentence, which does not repeat the value."""
    assert [sentence(requirement)] == violations_of(shape_name, value)


@pytest.mark.parametrize(
    ("shape_name", "value", "path", "requirement"),
    [
        ("list", ["+12", "x"], "theValue.2.member", NO_PHONE_NUMBER),
        ("list", [None], "theValue.1.member", "not be null"),
        ("structure", {}, "theValue.areaCode", "not be null"),
        ("structure", {"AreaCode": None}, "theValue.areaCode", "not be null"),
        ("structure", {"AreaCode": "x"}, "theValue.areaCode", NO_PHONE_NUMBER),
        ("list of structures", [{}, 3], "theValue.2.member", "be of type structure"),
        ("list of structures", [{"Number": ""}], "theValue.1.member.number", NO_PHONE_NUMBER),
    ],
)
def test_violation_names_the_place(
    shape_name: str, value: object, path: str, requirement: str
) -> None:
    """Members are named with a small first letter, items of a list by number from 1."""
    assert [sentence(requirement, path)] == violations_of(shape_name, value)


def test_all_violations_are_told() -> None:
    """A value that breaks several constraints has a sentence for each."""
    expected = [
        sentence("have length less than or equal to 2"),
        sentence(NO_PHONE_NUMBER, "theValue.1.member"),
        sentence("not be null", "theValue.3.member"),
    ]

    assert expected == violations_of("list of 2", ["x", "+12", None])


def test_string_may_break_length_pattern_and_enum_at_once() -> None:
    """The constraints of one shape are independent."""
    shape = shape_of({"type": "string", "max": 1, "pattern": "[a-z]+", "enum": ["a", "b"]})

    violations = list(compile_validator(shape)("AB", "theValue"))

    assert [
        sentence(f"{TOO_LONG} 1"),
        sentence(f"{PATTERN} [a-z]+"),
        sentence("satisfy enum value set: [a, b]"),
    ] == violations


@pytest.mark.parametrize("value", ["a", "a" * 128, "not-an-id", "/", "\x00", "\N{SNOWMAN}"])
def test_label_of_any_form_passes(value: str) -> None:
    """An id that no resource can have is left to the look-up, which finds nothing."""
    assert list(validate_label(value, "theValue")) == []


@pytest.mark.parametrize("value", ["", " ", "\t\n", "\N{NO-BREAK SPACE}"])
def test_blank_label_is_refused(value: str) -> None:
    """An id of nothing but blanks is a mistake in the request."""
    assert [sentence(f"{PATTERN} .*\\S.*")] == list(validate_label(value, "theValue"))


def test_long_label_is_refused() -> None:
    """No id is longer than 128 characters."""
    assert [sentence(f"{TOO_LONG} 128")] == list(validate_label("a" * 129, "theValue"))


def test_pattern_of_a_label_does_not_count() -> None:
    """In the path, the model's pattern is not applied."""
    shape = shape_of(
        {
            "type": "structure",
            "members": {"Id": {"shape": "Id", "location": "uri", "locationName": "id"}},
        },
        Id={"type": "string", "pattern": "[a-z]{22}"},
    )

    violations = list(compile_validator(shape)({"Id": "NO"}, ""))

    assert violations == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=10,
)


@given(operation_name=st.sampled_from(SUPPORTED_OPERATIONS), data=st.data())
def test_any_json_may_be_validated(operation_name: str, data: st.DataObject) -> None:
    """Whatever JSON is sent for any member: there are sentences or none, but no exception."""
    shape = operation_model(Namespace.VOICE, operation_name).input_shape
    members = {
        name: st.text() if member.serialization.get("location") == "uri" else json_values
        for name, member in (shape.members if shape else {}).items()
    }
    document = data.draw(st.fixed_dictionaries({}, optional=members))

    violations = list(compile_validator(shape)(document, "")) if shape else []

    assert [text for text in violations if not text.startswith("Value at '")] == []
