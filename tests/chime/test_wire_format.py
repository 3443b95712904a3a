"""What goes over the wire, byte by byte, for clients that are not SDKs too."""

import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.chime.conftest import CONNECTOR, NOW, PROXY, SESSION, Advance, Answer, Paths, Send


@pytest.mark.fidelity(
    "json-compact", "json-key-order", "json-nulls", "timestamps", "input-unsigned"
)
def test_listing_byte_by_byte(advance: Advance, send: Send, paths: Paths, session_id: str) -> None:
    """Members are sorted at every level, unset ones are null, and there are no blanks."""
    answer = send("GET", paths.sessions)

    expected = (
        '{"NextToken":null,"ProxySessions":[{"Capabilities":["SMS","Voice"],'
        '"CreatedTimestamp":"2026-01-02T03:04:05.500Z","EndedTimestamp":null,'
        '"ExpiryMinutes":60,"GeoMatchLevel":null,"GeoMatchParams":null,"Name":null,'
        '"NumberSelectionBehavior":null,"Participants":['
        '{"PhoneNumber":"+12065550100","ProxyPhoneNumber":"+12015550100"},'
        '{"PhoneNumber":"+14015550101","ProxyPhoneNumber":"+12015550100"}],'
        f'"ProxySessionId":"{session_id}","Status":"Open",'
        '"UpdatedTimestamp":"2026-01-02T03:04:05.500Z",'
        f'"VoiceConnectorId":"{paths.voice_connector_id}"}}]}}'
    )
    assert expected == answer.body.decode()


@pytest.mark.fidelity("json-nulls", "list-empty")
def test_empty_listing_byte_by_byte(send: Send, paths: Paths) -> None:
    """An empty list is written as such, and so is the end of the walk."""
    answer = send("GET", paths.sessions)

    assert answer.body == b'{"NextToken":null,"ProxySessions":[]}'


@pytest.mark.fidelity("json-nulls", "proxy-fall-back-number")
def test_proxy_configuration_byte_by_byte(send: Send, paths: Paths) -> None:
    """What was not sent is null, or false where that is the default."""
    answer = send("GET", paths.proxy)

    expected = (
        b'{"Proxy":{"DefaultSessionExpiryMinutes":60,"Disabled":false,'
        b'"FallBackPhoneNumber":null,"PhoneNumberCountries":["US"]}}'
    )
    assert expected == answer.body


@pytest.mark.fidelity("json-compact", "json-key-order")
def test_connector_is_sorted_and_compact(send: Send, paths: Paths) -> None:
    """The bytes are those of the parsed document, written again in that way."""
    answer = send("GET", paths.connector)

    document = json.loads(answer.body)
    assert json.dumps(document, sort_keys=True, separators=(",", ":")) == answer.body.decode()


@pytest.mark.fidelity("json-ascii")
def test_characters_beyond_ascii_are_escaped(send: Send) -> None:
    """A name with an umlaut is sent in ASCII."""
    body = '{"Name":"Zürich","RequireEncryption":true}'.encode()

    answer = send("POST", "/voice-connectors", body)

    assert rb'"Name":"Z\u00fcrich"' in answer.body


@pytest.mark.fidelity("request-id")
@pytest.mark.parametrize(
    "path", ["/voice-connectors", "/voice-connectors/1", "/voice-connectors/1/nothing"]
)
def test_every_answer_has_its_own_request_id(send: Send, path: str) -> None:
    """A success and an error each have a version 4 UUID in lower case, a new one each time."""
    ids = [send("GET", path).headers["x-amzn-RequestId"] for _ in range(2)]

    uuid4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    forms = [bool(re.fullmatch(uuid4, request_id)) for request_id in ids]
    assert ([True, True], 2) == (forms, len(set(ids)))


@pytest.mark.fidelity("content-type")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/voice-connectors"),
        ("GET", "/voice-connectors/1"),
        ("PATCH", "/voice-connectors"),
        ("GET", "/voice-connectors/1/nothing"),
        ("GET", "/voice-connectors/1/streaming-configuration"),
    ],
)
def test_every_answer_is_json(send: Send, method: str, path: str) -> None:
    """Successes and all kinds of errors have the same content type, without a charset."""
    answer = send(method, path)

    assert [answer.headers.get("Content-Type"), bool(json.loads(answer.body))] == [
        "application/json",
        True,
    ]


@pytest.mark.fidelity("date-header")
def test_every_answer_has_one_date(advance: Advance, send: Send) -> None:
    """The Date is that of the clock, and is sent once."""
    answer = send("GET", "/voice-connectors")

    dates = [parsedate_to_datetime(value) for value in answer.headers.getlist("Date")]
    assert [NOW.replace(microsecond=0)] == dates


ARN = "arn:aws:chime:us-east-1:123456789012:vc/{id}"
TAGS = [{"Key": "a", "Value": "b"}]

SUCCESSES = [
    ("CreateVoiceConnector", "POST", "/voice-connectors", CONNECTOR, 201),
    ("GetVoiceConnector", "GET", "/voice-connectors/{id}", None, 200),
    ("ListVoiceConnectors", "GET", "/voice-connectors", None, 200),
    ("UpdateVoiceConnector", "PUT", "/voice-connectors/{id}", CONNECTOR, 200),
    ("DeleteVoiceConnector", "DELETE", "/voice-connectors/{id}", None, 204),
    ("ListAvailableVoiceConnectorRegions", "GET", "/voice-connector-regions", None, 200),
    ("PutVoiceConnectorProxy", "PUT", "{proxy}", PROXY, 200),
    ("GetVoiceConnectorProxy", "GET", "{proxy}", None, 200),
    ("DeleteVoiceConnectorProxy", "DELETE", "{proxy}", None, 204),
    ("CreateProxySession", "POST", "{sessions}", SESSION, 201),
    ("GetProxySession", "GET", "{sessions}/{session_id}", None, 200),
    ("ListProxySessions", "GET", "{sessions}", None, 200),
    ("UpdateProxySession", "POST", "{sessions}/{session_id}", {"Capabilities": ["SMS"]}, 201),
    ("DeleteProxySession", "DELETE", "{sessions}/{session_id}", None, 204),
    ("ListTagsForResource", "GET", f"/tags?arn={ARN}", None, 200),
    (
        "TagResource",
        "POST",
        "/tags?operation=tag-resource",
        {"ResourceARN": ARN, "Tags": TAGS},
        204,
    ),
    (
        "UntagResource",
        "POST",
        "/tags?operation=untag-resource",
        {"ResourceARN": ARN, "TagKeys": ["a"]},
        204,
    ),
]


@pytest.fixture
def send_success(send: Send, paths: Paths, session_id: str) -> Callable[..., Answer]:
    """A function that sends a request of `SUCCESSES` for the Voice Connector and its session."""
    names = {
        "id": paths.voice_connector_id,
        "proxy": paths.proxy,
        "sessions": paths.sessions,
        "session_id": session_id,
    }

    def send_request(method: str, path: str, document: dict[str, Any] | None) -> Answer:
        if document and "ResourceARN" in document:
            document = {**document, "ResourceARN": document["ResourceARN"].format(**names)}
        return send(method, path.format(**names), document)

    return send_request


@pytest.mark.fidelity("success-statuses")
@pytest.mark.parametrize(
    ("method", "path", "document", "expected"),
    [pytest.param(*success, id=name) for name, *success in SUCCESSES],
)
def test_status_of_success(
    send_success: Callable[..., Answer],
    method: str,
    path: str,
    document: dict[str, Any] | None,
    expected: int,
) -> None:
    """Each operation answers the status that its model has."""
    answer = send_success(method, path, document)

    assert expected == answer.status


@pytest.mark.fidelity("no-content", "content-type")
@pytest.mark.parametrize(
    ("method", "path", "document"),
    [
        pytest.param(method, path, document, id=name)
        for name, method, path, document, status in SUCCESSES
        if status == 204
    ],
)
def test_answer_without_content(
    send_success: Callable[..., Answer], method: str, path: str, document: dict[str, Any] | None
) -> None:
    """A 204 has no body and no Content-Length, and has a Content-Type all the same."""
    answer = send_success(method, path, document)

    expected = (b"", None, "application/json")
    headers = answer.headers
    assert expected == (answer.body, headers.get("Content-Length"), headers.get("Content-Type"))


@pytest.mark.fidelity("content-length")
@pytest.mark.parametrize("path", ["/voice-connectors", "/voice-connectors/1"])
def test_content_length_is_that_of_the_body(send: Send, path: str) -> None:
    """A body, of a success or of an error, comes with its length."""
    answer = send("GET", path)

    assert str(len(answer.body)) == answer.headers["Content-Length"]


@pytest.mark.fidelity("error-body", "error-type-header")
def test_error_byte_by_byte(send: Send) -> None:
    """The body has the short code, the header the name of the exception."""
    answer = send("GET", "/voice-connectors/1")

    expected = (
        404,
        "NotFoundException",
        b'{"Code":"NotFound","Message":"Could not find VoiceConnector with Id \'1\'"}',
    )
    assert expected == (answer.status, answer.headers["x-amzn-ErrorType"], answer.body)


@pytest.mark.fidelity("error-body")
@pytest.mark.parametrize(
    ("method", "path", "document", "expected"),
    [
        ("GET", "/voice-connectors/1", None, "NotFound"),
        ("GET", "/voice-connectors?max-results=0", None, "BadRequest"),
        ("POST", "{sessions}", SESSION, "Forbidden"),
    ],
)
def test_short_code_of_an_error(
    send: Send,
    paths: Paths,
    method: str,
    path: str,
    document: dict[str, Any] | None,
    expected: str,
) -> None:
    """Code is the exception's name without its ending."""
    send("DELETE", paths.proxy)

    answer = send(method, path.format(sessions=paths.sessions), document)

    assert expected == json.loads(answer.body)["Code"]


@pytest.mark.fidelity("error-type-header")
def test_success_has_no_error_type(send: Send) -> None:
    """A client that looks at the header first does not take a success for an error."""
    answer = send("GET", "/voice-connectors")

    assert "x-amzn-ErrorType" not in answer.headers
