"""A botocore that has dropped the operations, on the server and on the client."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from shutil import copy, copytree
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.loaders import Loader, create_loader

from chime_proxy_mock import mock_chime
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.service_model import load_service_model, load_supplement
from chime_proxy_mock.server import ChimeServer
from tests.conftest import has_proxy_operations
from tests.protocol.models import reachable_shapes
from tests.protocol.tour import Reply, tour

every_namespace = pytest.mark.parametrize("namespace", Namespace)


def drop_operations(data_path: Path, namespace: Namespace) -> None:
    """Take the supplement's operations, and the shapes that only they need, out of a model."""
    model = create_loader().load_service_model(namespace.value, "service-2")
    dropped = load_supplement(namespace)["operations"]
    model["operations"] = {
        name: operation for name, operation in model["operations"].items() if name not in dropped
    }
    needed = reachable_shapes(model)
    model["shapes"] = {name: shape for name, shape in model["shapes"].items() if name in needed}
    (folder,) = (data_path / namespace.value).iterdir()
    for former in folder.glob("service-2.json*"):
        former.unlink()
    (folder / "service-2.json").write_text(json.dumps(model))


def forget_models() -> None:
    """Let the server load its models again."""
    load_service_model.cache_clear()
    load_api.cache_clear()


@pytest.fixture
def dropped_operations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The installed botocore without the operations, for all that is loaded from now on."""
    installed = Path(Loader.BUILTIN_DATA_PATH)
    for file in installed.glob("*.json*"):
        copy(file, tmp_path)
    for namespace in Namespace:
        copytree(installed / namespace.value, tmp_path / namespace.value)
        drop_operations(tmp_path, namespace)
    monkeypatch.setattr(Loader, "BUILTIN_DATA_PATH", str(tmp_path))
    forget_models()
    yield
    monkeypatch.undo()
    forget_models()


def bodies_of_a_tour(namespace: Namespace, *, restore_client: bool) -> list[tuple[str, int, bytes]]:
    """Return what a tour through a namespace receives, without what botocore makes of it."""
    with mock_chime(restore_client=restore_client):
        client = boto3.client(namespace.value, region_name="us-east-1")
        replies: list[Reply] = tour(client)
    return [(reply.operation.name, reply.status, reply.body) for reply in replies]


@every_namespace
def test_botocore_does_not_have_them(namespace: Namespace, dropped_operations: None) -> None:
    """The simulation is good: a new session's client has lost the operation."""
    client = boto3.Session().client(namespace.value, region_name="us-east-1")

    assert not hasattr(client, "list_proxy_sessions")


@every_namespace
def test_whole_api_works_without_them(namespace: Namespace, request: pytest.FixtureRequest) -> None:
    """Server and restored client answer every call as they do on the installed botocore."""
    expected = bodies_of_a_tour(namespace, restore_client=not has_proxy_operations(namespace.value))
    request.getfixturevalue("dropped_operations")

    replies = bodies_of_a_tour(namespace, restore_client=True)

    assert expected == replies


def test_server_knows_the_paths_without_them(
    chime_server: ChimeServer, dropped_operations: None
) -> None:
    """The standalone server takes an unsigned request for a dropped operation as its own."""
    connection = HTTPConnection(urlsplit(chime_server.url).netloc)

    connection.request("GET", "/voice-connectors/none/proxy-sessions")
    answer = connection.getresponse()

    body = json.loads(answer.read())
    connection.close()
    assert body == {
        "Code": "NotFound",
        "Message": "Could not find VoiceConnector with Id 'none'",
    }
