"""From labels, query string and body to parameters."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.errors import MalformedRequestError, ValidationFailedError
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.parsing import InputParser, parse_query
from tests.protocol.models import operation_model

CONNECTOR = {"voiceConnectorId": "connector-1"}
NO_JSON = "The request body is not valid JSON"
NO_OBJECT = "The request body is not a JSON object"


def parse(
    operation_name: str,
    *,
    labels: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    body: bytes = b"",
    namespace: Namespace = Namespace.VOICE,
) -> dict[str, Any]:
    """Return the parameters of an operation."""
    parser = InputParser(operation_model(namespace, operation_name).input_shape)
    return parser.check(parser.read(CONNECTOR if labels is None else labels, query or {}, body))


def parse_connector(**document: object) -> dict[str, Any]:
    """Return the parameters of CreateVoiceConnector, sent with a good name."""
    content = {"Name": "first", "RequireEncryption": True, **document}
    return parse("CreateVoiceConnector", body=json.dumps(content).encode())


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("", {}),
        ("a=1&b=2", {"a": "1", "b": "2"}),
        ("a=1&a=2", {"a": "2"}),
        ("a=&b", {"a": "", "b": ""}),
        ("a=1;b=2", {"a": "1;b=2"}),
        ("next-token=a%2Bb%3D%3D", {"next-token": "a+b=="}),
        ("a=1+2", {"a": "1 2"}),
        ("%61=%E2%98%83", {"a": "\N{SNOWMAN}"}),
        ("=1", {"": "1"}),
        ("a=%zz", {"a": "%zz"}),
        ("&&", {}),
    ],
)
def test_query(query: str, parameters: dict[str, str]) -> None:
    """Parameters are percent-decoded, blank ones kept; of a repeated one, the last counts."""
    assert parameters == parse_query(query)


@pytest.mark.parametrize("query", ["a=%FF", "%C3%28=1", "a=1&b=%ED%A0%80"])
def test_query_that_is_no_utf8_is_malformed(query: str) -> None:
    """Bytes that mean nothing are refused, not replaced."""
    with pytest.raises(MalformedRequestError, match="The query string cannot be read"):
        parse_query(query)


@given(query=st.text())
def test_any_query_is_read_or_malformed(query: str) -> None:
    """Whatever the query string: there are parameters or one error."""
    try:
        parameters = parse_query(query)
    except MalformedRequestError:
        parameters = {}

    assert all(isinstance(value, str) for value in parameters.values())


def test_labels_and_query_become_parameters() -> None:
    """Members of path and query arrive in snake case, numbers as numbers."""
    parameters = parse(
        "ListProxySessions", query={"max-results": "7", "status": "Open", "next-token": "t"}
    )

    assert parameters == {
        "voice_connector_id": "connector-1",
        "max_results": 7,
        "status": "Open",
        "next_token": "t",
    }


def test_body_becomes_parameters() -> None:
    """Members of the body arrive in snake case at every level."""
    parameters = parse_connector(Tags=[{"Key": "a", "Value": "b"}])

    assert parameters == {
        "name": "first",
        "require_encryption": True,
        "tags": [{"key": "a", "value": "b"}],
    }


def test_nested_structure_becomes_parameters() -> None:
    """A structure in the body arrives in snake case too."""
    document = {
        "ParticipantPhoneNumbers": ["+12065550100", "+12065550101"],
        "Capabilities": ["Voice"],
        "GeoMatchParams": {"Country": "US", "AreaCode": "206"},
    }

    parameters = parse("CreateProxySession", body=json.dumps(document).encode())

    assert parameters["geo_match_params"] == {"country": "US", "area_code": "206"}


def test_null_is_as_if_not_sent() -> None:
    """Some SDKs send what is unset as null."""
    assert parse_connector() == parse_connector(AwsRegion=None, Tags=None)


def test_unknown_members_are_ignored() -> None:
    """What the model does not know does no harm, in body and query."""
    assert parse_connector() == parse_connector(Unknown={"Anything": [1]})


def test_member_of_the_path_is_not_taken_from_the_body() -> None:
    """Each member has one place."""
    body = json.dumps({"VoiceConnectorId": "other", "Name": "n", "RequireEncryption": True})

    parameters = parse("UpdateVoiceConnector", body=body.encode())

    assert parameters["voice_connector_id"] == "connector-1"


@pytest.mark.parametrize(
    ("namespace", "page_size"), [(Namespace.LEGACY, 99), (Namespace.VOICE, 100)]
)
def test_page_is_as_large_as_it_may_be(namespace: Namespace, page_size: int) -> None:
    """Without MaxResults, a page has the size that the namespace allows."""
    parameters = parse("ListProxySessions", namespace=namespace)

    assert page_size == parameters["max_results"]


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("+5", 5), ("007", 7)])
def test_number_in_the_query(text: str, number: int) -> None:
    """A decimal number is a number however it is written."""
    parameters = parse("ListProxySessions", query={"max-results": text})

    assert number == parameters["max_results"]


@pytest.mark.parametrize(
    "text", ["", "x", "1.0", "1e1", " 1", "1_0", "0x1", "\N{ARABIC-INDIC DIGIT TWO}", "9" * 5000]
)
def test_other_text_in_the_query_is_no_number(text: str) -> None:
    """What is no decimal number is refused with the member's type."""
    with pytest.raises(ValidationFailedError) as refusal:
        parse("ListProxySessions", query={"max-results": text})

    assert refusal.value.violations == [
        "Value at 'maxResults' failed to satisfy constraint: Member must be of type integer"
    ]


@pytest.mark.parametrize("text", ["-1", "0"])
def test_number_out_of_range_in_the_query(text: str) -> None:
    """A number that is too small is refused as such."""
    with pytest.raises(ValidationFailedError) as refusal:
        parse("ListProxySessions", query={"max-results": text})

    assert refusal.value.message == (
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )


def test_several_violations_make_one_error() -> None:
    """The message counts the violations and joins them."""
    with pytest.raises(ValidationFailedError) as refusal:
        parse_connector(Name="", RequireEncryption="yes")

    assert refusal.value.message.startswith("3 validation errors detected: Value at 'name'")
    assert 3 == len(refusal.value.violations) == len(refusal.value.message.split("; "))


def test_one_violation_is_not_plural() -> None:
    """AWS writes "1 validation error"."""
    with pytest.raises(ValidationFailedError) as refusal:
        parse_connector(RequireEncryption="yes")

    assert refusal.value.message == (
        "1 validation error detected: Value at 'requireEncryption' failed to satisfy "
        "constraint: Member must be of type boolean"
    )


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"{}", b'{"Name":null}'])
def test_missing_body_lacks_what_is_required(body: bytes) -> None:
    """No body is an empty document, which lacks the required members."""
    with pytest.raises(ValidationFailedError) as refusal:
        parse("UpdateVoiceConnector", body=body)

    assert refusal.value.violations == [
        f"Value at '{member}' failed to satisfy constraint: Member must not be null"
        for member in ("name", "requireEncryption")
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(b"{", NO_JSON, id="cut"),
        pytest.param(b"Name=first", NO_JSON, id="form"),
        pytest.param(b'{"Name": "first"} {}', NO_JSON, id="two-documents"),
        pytest.param(b"{'Name': 'first'}", NO_JSON, id="python"),
        pytest.param(b'{"Name": "\xff"}', NO_JSON, id="no-utf8"),
        pytest.param(b"\x00", NO_JSON, id="nul"),
        pytest.param(b"9" * 5000, NO_JSON, id="huge-number"),
        pytest.param(b"[" * 200_000, NO_JSON, id="deep"),
        pytest.param(b'{"a":' * 200_000, NO_JSON, id="deep-objects"),
        pytest.param(b"[]", NO_OBJECT, id="list"),
        pytest.param(b"null", NO_OBJECT, id="null"),
        pytest.param(b'"Name"', NO_OBJECT, id="string"),
        pytest.param(b"NaN", NO_OBJECT, id="nan"),
    ],
)
def test_body_that_is_no_json_object_is_malformed(body: bytes, message: str) -> None:
    """The message says what the body is not."""
    with pytest.raises(MalformedRequestError) as refusal:
        parse("UpdateVoiceConnector", body=body)

    assert message == refusal.value.message


@given(body=st.binary())
def test_any_body_is_read_or_refused(body: bytes) -> None:
    """Whatever the bytes of the body, they are refused and raise nothing else."""
    with pytest.raises((MalformedRequestError, ValidationFailedError)):
        parse("UpdateVoiceConnector", body=body)


def test_body_is_not_looked_at_if_the_operation_takes_none() -> None:
    """A body with a GET means nothing, not even that it is malformed."""
    parameters = parse("GetVoiceConnector", body=b"{")

    assert parameters == {"voice_connector_id": "connector-1"}


def test_operation_without_input_takes_nothing() -> None:
    """An operation without members has no parameters, whatever is sent."""
    parser = InputParser(None)

    parameters = parser.check(parser.read({}, {"a": "1"}, b'{"a": 1}'))

    assert parameters == {}


@pytest.mark.parametrize(
    ("document", "ignores"),
    [
        ({"Name": "first"}, False),
        ({"Name": "first", "Tags": [{"Key": "a", "Value": "b"}]}, True),
        ({"Name": "first", "Tags": "nonsense"}, True),
        ({"Name": "first", "Tags": None}, False),
        ({"Name": "first", "Unknown": 1}, False),
    ],
)
def test_tells_what_another_namespace_would_take(document: dict[str, Any], ignores: bool) -> None:
    """The legacy operation ignores members that only the new namespace has, if any are sent."""
    legacy, voice = (
        InputParser(operation_model(namespace, "CreateVoiceConnector").input_shape)
        for namespace in Namespace
    )

    assert ignores == legacy.ignores(json.dumps(document).encode(), known_to=voice)


def test_operation_without_members_of_its_own_ignores_nothing() -> None:
    """Where the other operation knows no more, the body is not looked at."""
    parser = InputParser(operation_model(Namespace.VOICE, "CreateVoiceConnector").input_shape)

    assert not parser.ignores(b"{", known_to=parser)
