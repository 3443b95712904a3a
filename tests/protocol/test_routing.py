"""From method, path and query to the operation."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.errors import MalformedRequestError
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.routing import Match, Router, WrongMethod
from chime_proxy_mock.protocol.service_model import load_service_model
from tests.protocol.models import EVERY_OPERATION, model_of, operation_model

ROUTERS = {namespace: Router(load_service_model(namespace)) for namespace in Namespace}
LEGACY, VOICE = ROUTERS[Namespace.LEGACY], ROUTERS[Namespace.VOICE]

NOTHING: Mapping[str, str] = {}
SESSIONS = "/voice-connectors/connector-1/proxy-sessions"


@pytest.mark.parametrize(("namespace", "operation_name"), EVERY_OPERATION)
def test_every_operation_is_found(namespace: Namespace, operation_name: str) -> None:
    """Method, path and fixed query of an operation lead to it, with the labels filled in."""
    http = operation_model(namespace, operation_name).http
    uri, _, fixed_query = http["requestUri"].partition("?")
    names = re.findall(r"{(\w+)}", uri)
    path = re.sub(r"{(\w+)}", r"the-\1", uri)

    found = ROUTERS[namespace].match(http["method"], path, dict(parse_qsl(fixed_query)))

    assert Match(operation_name, {name: f"the-{name}" for name in names}) == found


@pytest.mark.parametrize(
    ("router", "path", "query", "operation_name"),
    [
        (VOICE, "/tags", {"operation": "tag-resource"}, "TagResource"),
        (VOICE, "/tags", {"operation": "untag-resource"}, "UntagResource"),
        (VOICE, "/phone-numbers/1", {"operation": "restore"}, "RestorePhoneNumber"),
        (VOICE, "/phone-numbers/1", {"operation": "unknown"}, "UpdatePhoneNumber"),
        (VOICE, "/phone-numbers/1", {}, "UpdatePhoneNumber"),
        (LEGACY, "/accounts/1/users", {"operation": "suspend"}, "BatchSuspendUser"),
        (LEGACY, "/accounts/1/users", {"operation": "add", "other": "1"}, "InviteUsers"),
        (LEGACY, "/accounts/1/users", {"other": "1"}, "BatchUpdateUser"),
    ],
)
def test_operation_in_the_query_is_obeyed(
    router: Router, path: str, query: dict[str, str], operation_name: str
) -> None:
    """Of operations on one path, the one whose fixed query is there wins, else the plain."""
    found = router.match("POST", path, query)

    assert isinstance(found, Match)
    assert operation_name == found.operation_name


@pytest.mark.parametrize("order", [1, -1], ids=["plain-first", "plain-last"])
def test_order_in_the_model_does_not_matter(order: int) -> None:
    """A plain operation does not hide one with a fixed query, wherever it stands."""
    routes = [("Plain", "POST", "/things"), ("Special", "POST", "/things?operation=special")]
    router = Router(model_of(*routes[::order]))

    found = router.match("POST", "/things", {"operation": "special"})

    assert Match("Special", {}) == found


@pytest.mark.parametrize("order", [1, -1], ids=["literal-first", "literal-last"])
def test_literal_segment_beats_a_label(order: int) -> None:
    """A path that is spelt out in the model is not taken for an id."""
    routes = [("Settings", "GET", "/things/settings"), ("Thing", "GET", "/things/{thingId}")]
    router = Router(model_of(*routes[::order]))

    found = router.match("GET", "/things/settings", NOTHING)

    assert Match("Settings", {}) == found


def test_label_names_may_differ_between_operations() -> None:
    """Each operation gets the labels of a path under its own names."""
    router = Router(model_of(("One", "GET", "/things/{one}"), ("Two", "PUT", "/things/{two}")))

    found = router.match("PUT", "/things/7", NOTHING)

    assert Match("Two", {"two": "7"}) == found


@pytest.mark.parametrize(
    ("method", "path", "query", "allowed"),
    [
        ("DELETE", SESSIONS, {}, ("GET", "POST")),
        ("PUT", f"{SESSIONS}/session-1", {}, ("DELETE", "GET", "POST")),
        ("get", SESSIONS, {}, ("GET", "POST")),
        ("PROPFIND", "/voice-connectors", {}, ("GET", "POST")),
        ("POST", "/tags", {}, ("GET",)),
        ("DELETE", "/tags", {"operation": "tag-resource"}, ("GET", "POST")),
    ],
)
def test_wrong_method_lists_the_right_ones(
    method: str, path: str, query: dict[str, str], allowed: tuple[str, ...]
) -> None:
    """A path that exists tells which methods it has, with the query that was sent."""
    found = VOICE.match(method, path, query)

    assert WrongMethod(allowed) == found


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//",
        "*",
        "/unknown",
        "/Voice-Connectors",
        "/voice-connectors/connector-1/unknown",
        f"{SESSIONS}/session-1/more",
        f"{SESSIONS}/session-1/",
        "//voice-connectors",
        "/voice-connectors%2Fconnector-1",
        "/console",
        "/consolevoice-connectors",
        "/console/console/voice-connectors",
        "/search",
    ],
)
def test_unknown_path_is_not_found(path: str) -> None:
    """A path that no operation has leads nowhere, whatever it looks like."""
    found = VOICE.match("GET", path, NOTHING)

    assert found is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/voice-connectors/", Match("GetVoiceConnector", {"voiceConnectorId": ""})),
        (
            "/voice-connectors//proxy-sessions",
            Match("ListProxySessions", {"voiceConnectorId": ""}),
        ),
        (
            f"{SESSIONS}/",
            Match("GetProxySession", {"voiceConnectorId": "connector-1", "proxySessionId": ""}),
        ),
    ],
)
def test_empty_id_is_an_id(path: str, found: Match) -> None:
    """A slash with nothing behind it asks for one thing, never for the list of all."""
    assert found == VOICE.match("GET", path, NOTHING)


@given(voice_connector_id=st.text(), proxy_session_id=st.text())
def test_any_id_arrives_as_it_was_sent(voice_connector_id: str, proxy_session_id: str) -> None:
    """Ids are percent-decoded one by one: an encoded slash stays part of its id."""
    first, second = quote(voice_connector_id, safe=""), quote(proxy_session_id, safe="")

    found = VOICE.match("GET", f"/voice-connectors/{first}/proxy-sessions/{second}", NOTHING)

    labels = {"voiceConnectorId": voice_connector_id, "proxySessionId": proxy_session_id}
    assert Match("GetProxySession", labels) == found


def test_encoded_literal_is_the_literal() -> None:
    """Percent-encoding a letter that needs none changes nothing."""
    found = VOICE.match("GET", "/%76oice-connectors", NOTHING)

    assert Match("ListVoiceConnectors", {}) == found


@pytest.mark.parametrize("path", ["/voice-connectors/%FF", "/%C3%28", "/console/%80"])
def test_path_that_is_no_utf8_is_malformed(path: str) -> None:
    """Bytes that mean nothing are refused, not replaced."""
    with pytest.raises(MalformedRequestError):
        VOICE.match("GET", path, NOTHING)


def test_console_prefix_is_ignored() -> None:
    """AWS told JavaScript users to set an endpoint path, which says nothing."""
    found = VOICE.match("GET", "/console/voice-connectors", NOTHING)

    assert Match("ListVoiceConnectors", {}) == found


@pytest.mark.parametrize(
    ("path", "query", "claimed"),
    [
        pytest.param("/voice-connectors", {}, True, id="listing"),
        pytest.param("/console/voice-connectors", {}, True, id="listing-with-console"),
        pytest.param("/voice-connectors/", {}, True, id="empty-id"),
        pytest.param(SESSIONS, {}, True, id="operation"),
        pytest.param(f"{SESSIONS}/a/b/c", {}, True, id="below-an-operation"),
        pytest.param("/voice-connectors/a/unknown", {}, True, id="unknown-below-a-collection"),
        pytest.param("/voice-connectors/%FF", {}, True, id="no-utf8-below-a-collection"),
        pytest.param("/tags", {"arn": "arn:aws:chime"}, True, id="required-query"),
        pytest.param("/tags", {"operation": "tag-resource"}, True, id="fixed-query"),
        pytest.param("/tags", {}, False, id="query-missing"),
        pytest.param("/tags", {"operation": "other"}, False, id="other-query"),
        pytest.param("/tags/key", {}, False, id="below-no-collection"),
        pytest.param("/search", {}, False, id="fixed-query-missing"),
        pytest.param("/bucket/key", {}, False, id="bucket"),
        pytest.param("/%FF/key", {}, False, id="no-utf8"),
        pytest.param("/", {}, False, id="root"),
        pytest.param("", {}, False, id="nothing"),
    ],
)
def test_claims_what_only_this_api_can_mean(
    path: str, query: dict[str, str], claimed: bool
) -> None:
    """A request that names no service is for Chime if its path and query say so."""
    assert claimed == VOICE.claims(path, query)
