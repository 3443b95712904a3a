"""Every reply, read back by botocore's own parser."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.model import ListShape, Shape, StructureShape

from chime_proxy_mock import mock_chime
from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.serialization import encode_timestamp
from tests.conftest import has_proxy_operations
from tests.protocol.tour import Reply, tour

# The legacy namespace of botocore does not have this one.
NEW_OPERATION = "ListAvailableVoiceConnectorRegions"


@pytest.fixture(scope="module", params=Namespace, ids=lambda namespace: namespace.value)
def namespace(request: pytest.FixtureRequest) -> Namespace:
    """One namespace after the other."""
    chosen: Namespace = request.param
    return chosen


@pytest.fixture(scope="module")
def replies(namespace: Namespace) -> list[Reply]:
    """The replies of a tour through a namespace, in-process."""
    with mock_chime(restore_client=not has_proxy_operations(namespace.value)):
        client = boto3.client(namespace.value, region_name="us-east-1")
        return tour(client)


@pytest.fixture(params=SUPPORTED_OPERATIONS)
def replies_of_one(
    request: pytest.FixtureRequest, namespace: Namespace, replies: list[Reply]
) -> list[Reply]:
    """The replies of one operation."""
    of_one = [reply for reply in replies if reply.operation.name == request.param]
    # The tour must not leave an operation out, or the tests below would test nothing.
    assert of_one or (namespace, request.param) == (Namespace.LEGACY, NEW_OPERATION)
    return of_one


def without_nulls(value: Any) -> Any:
    """Return a JSON value as SDKs see it, for whom null is as good as nothing."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def as_on_the_wire(value: Any) -> Any:
    """Return what botocore parsed in the form in which it was sent."""
    if isinstance(value, dict):
        return {key: as_on_the_wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_on_the_wire(item) for item in value]
    return encode_timestamp(value) if hasattr(value, "isoformat") else value


def structures_in(shape: Shape | None, value: Any) -> Iterator[tuple[StructureShape, Any]]:
    """Yield every structure of a JSON value, with its shape."""
    if isinstance(shape, StructureShape) and value is not None:
        yield shape, value
        for name, member in shape.members.items():
            yield from structures_in(member, value.get(name))
    elif isinstance(shape, ListShape):
        for item in value or []:
            yield from structures_in(shape.member, item)


def body_of(reply: Reply) -> dict[str, Any]:
    """Return the JSON document of a reply; an empty body is an empty document."""
    document: dict[str, Any] = json.loads(reply.body or b"{}")
    return document


def test_botocore_loses_no_member(replies_of_one: list[Reply]) -> None:
    """What botocore's parser makes of a reply is all that was sent, nulls apart."""
    sent = [without_nulls(body_of(reply)) for reply in replies_of_one]

    parsed = [
        {key: value for key, value in reply.parsed.items() if key != "ResponseMetadata"}
        for reply in replies_of_one
    ]

    assert sent == as_on_the_wire(parsed)


def test_reply_has_the_members_of_its_shape(replies_of_one: list[Reply]) -> None:
    """Every structure has all members of its shape and no others, in alphabetical order."""
    structures = [
        structure
        for reply in replies_of_one
        if reply.body
        for structure in structures_in(reply.operation.output_shape, body_of(reply))
    ]

    wrong = [(shape, value) for shape, value in structures if sorted(shape.members) != list(value)]

    assert wrong == []


def test_status_is_that_of_the_model(replies_of_one: list[Reply]) -> None:
    """A success has the status that the model gives the operation."""
    expected = [reply.operation.http.get("responseCode", 200) for reply in replies_of_one]

    assert expected == [reply.status for reply in replies_of_one]


def test_only_no_content_has_no_body(replies_of_one: list[Reply]) -> None:
    """A 204 has an empty body, any other success a JSON document."""
    assert [] == [reply for reply in replies_of_one if (reply.status == 204) != (reply.body == b"")]


def test_every_member_has_a_value_once(namespace: Namespace, replies: list[Reply]) -> None:
    """No output member is null in all replies; one that is new in botocore fails here."""
    members: set[str] = set()
    with_value: set[str] = set()

    for reply in replies:
        for shape, value in structures_in(reply.operation.output_shape, body_of(reply)):
            members |= {f"{shape.name}.{name}" for name in shape.members}
            with_value |= {f"{shape.name}.{name}" for name in value if value[name] is not None}

    assert members - with_value == set()
