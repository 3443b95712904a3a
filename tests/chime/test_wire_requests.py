"""How requests are read: bodies, paths, query strings, and what makes no sense."""

import json

import pytest

from tests.chime.conftest import CONNECTOR, SESSION, Answer, Paths, Send


def error_of(answer: Answer) -> tuple[int, str, str]:
    """Return status, name and message of an error."""
    name = answer.headers["x-amzn-ErrorType"]
    return answer.status, name, json.loads(answer.body)["Message"]


@pytest.mark.fidelity("input-null")
def test_null_counts_as_not_sent(send: Send, paths: Paths) -> None:
    """Optional members that are null are as if they were not there."""
    answer = send("POST", paths.sessions, {**SESSION, "Name": None, "ExpiryMinutes": None})

    session = json.loads(answer.body)["ProxySession"]
    assert (201, None, 60) == (answer.status, session["Name"], session["ExpiryMinutes"])


@pytest.mark.fidelity("input-null")
def test_required_member_must_not_be_null(send: Send) -> None:
    """A required member that is null is as missing as one that was not sent."""
    answer = send("POST", "/voice-connectors", {**CONNECTOR, "Name": None})

    expected = (
        "1 validation error detected: Value at 'name' failed to satisfy constraint: "
        "Member must not be null"
    )
    assert (400, "BadRequestException", expected) == error_of(answer)


@pytest.mark.fidelity("input-unknown")
def test_unknown_member_is_ignored(send: Send) -> None:
    """A member that the model does not know changes nothing."""
    answer = send("POST", "/voice-connectors", {**CONNECTOR, "Colour": "blue"})

    assert answer.status == 201


@pytest.mark.fidelity("input-unknown")
def test_unknown_query_parameter_is_ignored(send: Send) -> None:
    """A query parameter that the model does not know changes nothing."""
    answer = send("GET", "/voice-connectors?colour=blue&max-results=1")

    assert answer.status == 200


@pytest.mark.fidelity("input-repeated")
@pytest.mark.parametrize(
    ("query", "expected"),
    [("max-results=0&max-results=1", 200), ("max-results=1&max-results=0", 400)],
)
def test_last_of_a_repeated_query_parameter_counts(send: Send, query: str, expected: int) -> None:
    """A query parameter that is sent twice has its second value."""
    answer = send("GET", f"/voice-connectors?{query}")

    assert expected == answer.status


@pytest.mark.fidelity("input-empty-body")
@pytest.mark.parametrize("body", [None, b"", b"  \n"])
def test_empty_body_is_an_empty_document(send: Send, body: bytes | None) -> None:
    """Without a body, the required members are missing."""
    answer = send("POST", "/voice-connectors", body)

    expected = (
        "2 validation errors detected: "
        "Value at 'name' failed to satisfy constraint: Member must not be null; "
        "Value at 'requireEncryption' failed to satisfy constraint: Member must not be null"
    )
    assert (400, "BadRequestException", expected) == error_of(answer)


@pytest.mark.fidelity("validation")
@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ("Capabilities", "Voice", "Value at 'capabilities' {} be of type list"),
        ("Capabilities", {"Voice": True}, "Value at 'capabilities' {} be of type list"),
        ("GeoMatchParams", "US", "Value at 'geoMatchParams' {} be of type structure"),
        ("GeoMatchParams", ["US"], "Value at 'geoMatchParams' {} be of type structure"),
        ("Name", {"a": 1}, "Value at 'name' {} be of type string"),
    ],
)
def test_member_of_another_type_is_a_bad_request(
    send: Send, paths: Paths, member: str, value: object, expected: str
) -> None:
    """JSON of the wrong type is refused in the words of AWS's validation."""
    answer = send("POST", paths.sessions, {**SESSION, member: value})

    violation = expected.format("failed to satisfy constraint: Member must")
    message = f"1 validation error detected: {violation}"
    assert (400, "BadRequestException", message) == error_of(answer)


@pytest.mark.fidelity("malformed-body")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", "The request body is not valid JSON"),
        (b'{"Name": "\xff"}', "The request body is not valid JSON"),
        (b"<a/>", "The request body is not valid JSON"),
        (b"[]", "The request body is not a JSON object"),
        (b"null", "The request body is not a JSON object"),
        (b'"text"', "The request body is not a JSON object"),
    ],
)
def test_body_that_is_no_json_object_is_a_bad_request(
    send: Send, body: bytes, expected: str
) -> None:
    """The refusal says whether it is no JSON at all or no object."""
    answer = send("POST", "/voice-connectors", body)

    assert (400, "BadRequestException", expected) == error_of(answer)


@pytest.mark.fidelity("malformed-encoding")
def test_path_that_is_not_utf_8_is_a_bad_request(send: Send) -> None:
    """Percent-encoded bytes in a path must be text."""
    answer = send("GET", "/voice-connectors/%FF/proxy-sessions")

    assert (400, "BadRequestException", "The path is not valid UTF-8") == error_of(answer)


@pytest.mark.fidelity("malformed-encoding")
def test_query_that_is_not_utf_8_is_a_bad_request(send: Send, paths: Paths) -> None:
    """Percent-encoded bytes in a query string must be text."""
    answer = send("GET", f"{paths.sessions}?next-token=%FF")

    assert (400, "BadRequestException", "The query string cannot be read") == error_of(answer)


@pytest.mark.fidelity("path-encoded-slash")
def test_encoded_slash_is_part_of_an_id(send: Send) -> None:
    """A path of three segments with an encoded slash in it has one id, not two."""
    answer = send("GET", "/voice-connectors/a%2Fproxy-sessions")

    expected = "Could not find VoiceConnector with Id 'a/proxy-sessions'"
    assert (404, "NotFoundException", expected) == error_of(answer)


@pytest.mark.fidelity("path-empty-id")
@pytest.mark.parametrize(
    ("method", "path", "member"),
    [
        ("GET", "/voice-connectors/", "voiceConnectorId"),
        ("DELETE", "/voice-connectors/", "voiceConnectorId"),
        ("GET", "/voice-connectors//proxy-sessions", "voiceConnectorId"),
        ("GET", "/voice-connectors/1/proxy-sessions/", "proxySessionId"),
    ],
)
def test_empty_id_is_a_bad_request(send: Send, method: str, path: str, member: str) -> None:
    """An id that is missing from the path does not turn one operation into another."""
    answer = send(method, path)

    expected = (
        f"1 validation error detected: Value at '{member}' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: .*\S.*"
    )
    assert (400, "BadRequestException", expected) == error_of(answer)


@pytest.mark.fidelity("unknown-path")
@pytest.mark.parametrize(
    "path", ["/voice-connectors/1/nothing", "/voice-connectors/1/proxy-sessions/2/3"]
)
def test_path_of_no_operation_is_unknown(send: Send, path: str) -> None:
    """A path below a Voice Connector that leads nowhere says so, in JSON."""
    answer = send("GET", path)

    expected = f"Amazon Chime has no path '{path}'"
    assert (404, "UnknownOperationException", expected) == error_of(answer)


@pytest.mark.fidelity("wrong-method")
def test_path_with_another_method_is_refused(send: Send) -> None:
    """The refusal names the methods that the path takes."""
    answer = send("PATCH", "/voice-connectors/1")

    expected = "'/voice-connectors/1' does not take PATCH, only DELETE, GET, PUT"
    assert (405, "MethodNotAllowedException", expected) == error_of(answer)


@pytest.mark.fidelity("wrong-method")
def test_methods_that_a_path_takes_are_in_a_header(send: Send) -> None:
    """The header Allow is there, as HTTP wants it with a 405."""
    answer = send("DELETE", "/voice-connectors")

    assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.fidelity("unsupported-operation")
@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        (
            "GET",
            "/voice-connectors/1/streaming-configuration",
            "GetVoiceConnectorStreamingConfiguration",
        ),
        ("POST", "/voice-connector-groups", "CreateVoiceConnectorGroup"),
        (
            "POST",
            "/voice-connectors/1?operation=disassociate-phone-numbers",
            "DisassociatePhoneNumbersFromVoiceConnector",
        ),
    ],
)
def test_operation_without_implementation_names_itself(
    send: Send, method: str, path: str, operation: str
) -> None:
    """The refusal is a 501 with the operation's name in the model."""
    answer = send(method, path, {})

    expected = f"chime-proxy-mock does not implement the operation {operation}"
    assert (501, "NotImplementedException", expected) == error_of(answer)


@pytest.mark.fidelity("console-prefix")
@pytest.mark.parametrize("path", ["/voice-connectors", "/voice-connectors/{id}/proxy-sessions"])
def test_console_prefix_changes_nothing(send: Send, paths: Paths, path: str) -> None:
    """A path under /console is the same path."""
    path = path.format(id=paths.voice_connector_id)

    answer = send("GET", f"/console{path}")

    assert send("GET", path).body == answer.body
