"""Bad requests over HTTP: each gets an error in JSON, and none changes anything."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.moto_api._internal import mock_random

from chime_proxy_mock import MockChime
from chime_proxy_mock.chime.responses import respond
from chime_proxy_mock.protocol.http import Request
from chime_proxy_mock.server import ChimeServer
from tests.bad_requests import SIGNED_AND_UNSIGNED, BadRequest
from tests.raw_http import RawAnswer, RawRequest, exchange

CONNECTOR = {
    "Name": "first",
    "RequireEncryption": True,
    "Tags": [{"Key": "stage", "Value": "test"}],
}
PROXY = {"DefaultSessionExpiryMinutes": 60, "PhoneNumberPoolCountries": ["US"]}
SESSION = {"ParticipantPhoneNumbers": ["+12065550100", "+14015550101"], "Capabilities": ["Voice"]}


def ask(method: str, path: str, document: dict[str, Any] | None = None) -> Any:
    """Ask the mock without HTTP, and return the document of its answer."""
    path, _, query = path.partition("?")
    body = json.dumps(document).encode() if document else b""
    answer = respond(Request(method, "localhost", path, query, {}, body))
    assert answer.status < 400
    return json.loads(answer.body)


class World:
    """A connector with tags, a proxy configuration and a session, and nothing else.

    Made again, it is the same again, ids included.
    """

    def __init__(self) -> None:
        mock_random.seed(7)
        connector = ask("POST", "/voice-connectors", CONNECTOR)["VoiceConnector"]
        self.arn: str = connector["VoiceConnectorArn"]
        self.connector = f"/voice-connectors/{connector['VoiceConnectorId']}"
        self.proxy = f"{self.connector}/programmable-numbers/proxy"
        self.sessions = f"{self.connector}/proxy-sessions"
        ask("PUT", self.proxy, PROXY)
        session = ask("POST", self.sessions, SESSION)["ProxySession"]
        self.session = f"{self.sessions}/{session['ProxySessionId']}"

    def look(self) -> list[Any]:
        """Return all that the mock shows."""
        return [
            ask("GET", path)
            for path in ("/voice-connectors", self.proxy, self.sessions, f"/tags?arn={self.arn}")
        ]


@pytest.fixture
def world(chime_server: ChimeServer) -> World:
    """What the bad requests meet behind the live server."""
    return World()


def is_in_json(answer: RawAnswer) -> bool:
    """Tell whether an error is as this API has them."""
    return (
        answer.headers["Content-Type"] == "application/json"
        and answer.headers["x-amzn-ErrorType"] == f"{answer.document['Code']}Exception"
        and list(answer.document) == ["Code", "Message"]
        and answer.document["Message"] != ""
    )


every_bad_request = pytest.mark.parametrize("bad", SIGNED_AND_UNSIGNED)


@every_bad_request
def test_bad_request_is_refused(chime_server: ChimeServer, world: World, bad: BadRequest) -> None:
    """Each bad request has its status, and a message in JSON that says what is wrong."""
    answer = exchange(chime_server.url, bad.request)

    assert bad.status == answer.status
    assert is_in_json(answer)
    assert bad.message in answer.document["Message"]


@every_bad_request
def test_bad_request_changes_nothing(
    chime_server: ChimeServer, world: World, bad: BadRequest
) -> None:
    """After a bad request, the mock shows what it showed before."""
    before = world.look()

    exchange(chime_server.url, bad.request)

    assert before == world.look()


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_head_is_refused_without_body(chime_server: ChimeServer, signed: bool) -> None:
    """No operation takes HEAD; its answer has the headers of an error and no body."""
    answer = exchange(chime_server.url, RawRequest("HEAD", "/voice-connectors", signed=signed))

    assert (405, "MethodNotAllowedException", "GET, POST", b"") == (
        answer.status,
        answer.headers["x-amzn-ErrorType"],
        answer.headers["Allow"],
        answer.body,
    )


# Requests made up by Hypothesis, most of them nearly right.

WORDS = ("voice-connectors", "proxy-sessions", "programmable-numbers", "proxy", "tags", "console")
QUERY_NAMES = ("max-results", "next-token", "status", "operation", "arn", "X-Amz-Credential")
MEMBERS = (
    *("Name", "RequireEncryption", "AwsRegion", "Tags", "TagKeys", "ResourceARN", "Capabilities"),
    *("DefaultSessionExpiryMinutes", "PhoneNumberPoolCountries", "Disabled", "ExpiryMinutes"),
    *("ParticipantPhoneNumbers", "GeoMatchParams", "GeoMatchLevel", "FallBackPhoneNumber"),
)

odd_text = st.text(max_size=20) | st.sampled_from(["", "\x00", "../..", "a" * 5000, "\N{SNOWMAN}"])
encoded_text = odd_text.map(lambda text: quote(text, safe="")) | st.sampled_from(
    ["%2F", "%00", "%FF", "%C3%28", "%", "%zz", "..", ";", "\xe9"]
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -1, 0, 1, 720, 1e308])
    | st.floats()
    | odd_text
    | st.sampled_from(["US", "+12065550100", "Voice", "us-east-1", "Open"]),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(odd_text, values, max_size=3),
    max_leaves=5,
)
any_json = json_values.map(lambda value: json.dumps(value).encode())
good_documents = st.sampled_from([CONNECTOR, PROXY, SESSION, {}])
documents = st.builds(
    lambda good, changes: json.dumps({**good, **changes}).encode(),
    good_documents,
    st.dictionaries(st.sampled_from(MEMBERS), json_values, max_size=2),
)
methods = st.sampled_from(["GET", "POST", "PUT", "DELETE"]) | st.sampled_from(
    ["HEAD", "OPTIONS", "TRACE", "PATCH", "BREW", "get"]
)
queries = st.lists(st.tuples(st.sampled_from(QUERY_NAMES), odd_text), max_size=3).map(
    urlencode
) | st.lists(encoded_text, max_size=3).map("&".join)
headers = st.lists(
    st.sampled_from(
        [
            ("Content-Type", "application/json"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Type", "multipart/form-data; boundary=x"),
            ("Content-Encoding", "gzip"),
            ("Host", "voice-chime.eu-west-1.amazonaws.com"),
            ("Host", "chime.us-east-1.amazonaws.com"),
            ("Host", "voice-chime.moon-1.amazonaws.com"),
            ("User-Agent", "Boto3/1 region/eu-west-1"),
            ("x-moto-account-id", "\xff"),
            ("X-Amz-Date", "never"),
        ]
    ),
    max_size=3,
).map(tuple)


@st.composite
def requests(draw: st.DrawFn, world: World) -> RawRequest:
    """Return a request for this API, right or wrong."""
    known = st.sampled_from([world.connector, world.proxy, world.sessions, world.session])
    # Below this path, an unsigned request can mean no other service.
    unsigned = known | st.lists(encoded_text | st.sampled_from(WORDS), min_size=1, max_size=4).map(
        lambda segments: "/".join(["/voice-connectors", *segments])
    )
    signed = unsigned | st.lists(encoded_text | st.sampled_from(WORDS), min_size=1, max_size=4).map(
        lambda segments: "/".join(["", *segments])
    )
    is_signed = draw(st.booleans())
    path = draw(signed if is_signed else unsigned)
    query = draw(queries)
    return RawRequest(
        method=draw(methods),
        target=f"{path}?{query}" if query else path,
        body=draw(documents | any_json | st.binary()),
        headers=draw(headers),
        signed=is_signed,
        chunked=draw(st.sampled_from([False] * 9 + [True])),
    )


@given(data=st.data())
# There is more to find here than elsewhere. The fixtures are the same for all examples.
@settings(
    max_examples=5 * settings().max_examples,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_comes(
    chime_server: ChimeServer, chime_mock: MockChime, data: st.DataObject
) -> None:
    """Any request is done, or refused in JSON by a 4xx or a 501, and then nothing is changed."""
    chime_mock.reset()
    world = World()
    before = world.look()
    request = data.draw(requests(world))

    answer = exchange(chime_server.url, request)

    assert answer.status < 500 or answer.headers["x-amzn-ErrorType"] == "NotImplementedException"
    if answer.status >= 400:
        assert request.method == "HEAD" or is_in_json(answer)
        assert before == world.look()
