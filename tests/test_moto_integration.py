"""moto's own facilities: reset, seed, recorder, its servers and its dashboard."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws
from moto.moto_api import recorder
from moto.moto_api._internal import mock_random
from moto.server import ThreadedMotoServer

from chime_proxy_mock import mock_chime
from chime_proxy_mock.server import ChimeServer
from tests.conftest import configure_proxy
from tests.processes import run_python
from tests.stand_in import create, names

IN_PROCESS = "http://motoapi.amazonaws.com"
"""Where moto's control API is when no server is needed."""


def make_client(endpoint_url: str | None = None) -> Any:
    """Return a client, in-process unless told otherwise."""
    return boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=endpoint_url)


@pytest.fixture(params=["in-process", "http"])
def endpoint_url(request: pytest.FixtureRequest, chime_server: ChimeServer) -> str | None:
    """None, for in-process, and the URL of a server."""
    return chime_server.url if request.param == "http" else None


@pytest.fixture
def control_url(endpoint_url: str | None) -> str:
    """The base URL of moto's control API, in-process and on a server."""
    return endpoint_url or IN_PROCESS


@pytest.fixture
def client(endpoint_url: str | None) -> Any:
    """A client, in-process and over HTTP."""
    return make_client(endpoint_url)


def post(url: str, **arguments: Any) -> int:
    """Send a POST request; return the status of the answer."""
    return requests.post(url, timeout=30, **arguments).status_code


def new_ids(client: Any) -> tuple[str, str]:
    """Create a Voice Connector with a session; return both ids."""
    created = client.create_voice_connector(Name="seeded", RequireEncryption=True)
    voice_connector_id = created["VoiceConnector"]["VoiceConnectorId"]
    configure_proxy(client, voice_connector_id)
    session = client.create_proxy_session(
        VoiceConnectorId=voice_connector_id,
        ParticipantPhoneNumbers=["+12065550100", "+14155550100"],
        Capabilities=["Voice"],
    )
    return voice_connector_id, session["ProxySession"]["ProxySessionId"]


def test_reset_forgets_chime(client: Any, control_url: str) -> None:
    """A POST to /moto-api/reset forgets Chime's state with everything else."""
    create(client, "forgotten")

    assert 200 == post(f"{control_url}/moto-api/reset")

    assert [] == names(client)


def test_seed_makes_ids_repeat(client: Any, control_url: str) -> None:
    """After /moto-api/seed, the ids of connectors and sessions are the same each time."""
    post(f"{control_url}/moto-api/seed?a=42")
    first = new_ids(client)

    post(f"{control_url}/moto-api/seed?a=42")

    assert first == new_ids(client)


def test_seeds_differ(client: Any, control_url: str) -> None:
    """Another seed gives other ids."""
    post(f"{control_url}/moto-api/seed?a=42")
    first = new_ids(client)

    post(f"{control_url}/moto-api/seed?a=43")

    assert not set(first) & set(new_ids(client))


def test_seed_in_code_gives_the_same_ids(client: Any, control_url: str) -> None:
    """Moto's random source, seeded in Python, is the one that the control API seeds."""
    post(f"{control_url}/moto-api/seed?a=42")
    first = new_ids(client)

    mock_random.seed(42)

    assert first == new_ids(client)


def test_reading_does_not_change_seeded_ids(client: Any, control_url: str) -> None:
    """Calls that create nothing take nothing from the seed, for all their request ids."""
    post(f"{control_url}/moto-api/seed?a=42")
    first = new_ids(client)

    post(f"{control_url}/moto-api/seed?a=42")
    for _ in range(3):
        names(client)

    assert first == new_ids(client)


@contextlib.contextmanager
def recording(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let moto's recorder write to a file."""
    monkeypatch.setattr(recorder, "_location", str(path))
    recorder.reset_recording()
    recorder.start_recording()
    try:
        yield
    finally:
        recorder.stop_recording()


def test_recorder_records(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto's recorder notes method, path and body of a call to Chime."""
    path = tmp_path / "recording"

    with recording(path, monkeypatch):
        create(client, "recorded")

    entry = json.loads(path.read_text())
    assert "POST" == entry["method"]
    assert entry["url"].endswith("/voice-connectors")
    assert "chime/aws4_request" in entry["headers"]["Authorization"]


def test_recording_can_be_replayed(
    client: Any, control_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded happens again, in order, when it is replayed after a reset."""
    with recording(tmp_path / "recording", monkeypatch):
        create(client, "first")
        create(client, "second")
        names(client)
    post(f"{control_url}/moto-api/reset")

    recorder.replay_recording()

    assert ["first", "second"] == names(client)


def test_recording_is_controlled_over_http(
    chime_server: ChimeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's calls are recorded from start-recording to stop-recording."""
    monkeypatch.setattr(recorder, "_location", str(tmp_path / "recording"))
    monkeypatch.setattr(recorder, "_user_enabled", False)
    control_url = f"{chime_server.url}/moto-api/recorder"
    client = make_client(chime_server.url)

    create(client, "before")
    post(f"{control_url}/reset-recording")
    post(f"{control_url}/start-recording")
    create(client, "meanwhile")
    post(f"{control_url}/stop-recording")
    create(client, "after")
    post(f"{chime_server.url}/moto-api/reset")
    post(f"{control_url}/replay-recording")

    assert ["meanwhile"] == names(client)


def test_recorded_call_is_answered_as_any_other(
    chime_server: ChimeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the recorder is on, the server's answers are the same."""
    url = f"{chime_server.url}/voice-connectors/abcdef1ghij2klmno3pqr4/proxy-sessions/a%2Fb"
    usual = requests.get(url, timeout=30)

    with recording(tmp_path / "recording", monkeypatch):
        recorded = requests.get(url, timeout=30)

    kept = ["Content-Type", "Content-Length", "x-amzn-ErrorType"]
    assert (404, usual.content) == (recorded.status_code, recorded.content)
    assert [usual.headers[name] for name in kept] == [recorded.headers[name] for name in kept]


@pytest.fixture
def moto_server_url() -> Iterator[str]:
    """The URL of moto's own threaded server, with an empty mock beside it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with mock_aws():
        server.start()
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
        server.stop()


def test_threaded_moto_server_serves_chime(moto_server_url: str) -> None:
    """Moto's own threaded server answers signed calls to Chime, once it is registered."""
    client = make_client(moto_server_url)

    create(client, "by moto's server")

    assert ["by moto's server"] == names(client)


def test_threaded_moto_server_serves_sessions(moto_server_url: str) -> None:
    """A session can be made and read through moto's own threaded server."""
    client = make_client(moto_server_url)
    voice_connector_id, proxy_session_id = new_ids(client)

    listed = client.list_proxy_sessions(VoiceConnectorId=voice_connector_id, Status="Open")

    assert [proxy_session_id] == [session["ProxySessionId"] for session in listed["ProxySessions"]]


def test_server_mode_sends_calls_to_the_server(chime_server: ChimeServer) -> None:
    """With moto's TEST_SERVER_MODE, mock_chime sends a suite's calls to a server."""
    printed = run_python(
        """
        import boto3
        from chime_proxy_mock import mock_chime

        @mock_chime
        def test():
            client = boto3.client("chime-sdk-voice", region_name="eu-west-1")
            client.create_voice_connector(Name="from the suite", RequireEncryption=True)
            print(client.meta.endpoint_url, len(client.list_voice_connectors()["VoiceConnectors"]))

        test()
        test()
        """,
        TEST_SERVER_MODE="true",
        TEST_SERVER_MODE_ENDPOINT=chime_server.url,
    )

    assert f"{chime_server.url} 1\n" * 2 == printed


def test_server_mode_resets_the_server(chime_server: ChimeServer) -> None:
    """In server mode, reset() forgets what the server holds."""
    create(make_client(), "held by the server")

    run_python(
        "from chime_proxy_mock import mock_chime; mock_chime().reset()",
        TEST_SERVER_MODE="true",
        TEST_SERVER_MODE_ENDPOINT=chime_server.url,
    )

    assert [] == names(make_client())


def test_server_mode_tells_the_region(chime_server: ChimeServer) -> None:
    """In server mode, the Region of a suite's client reaches the server."""
    run_python(
        """
        import boto3
        from chime_proxy_mock import mock_chime

        mock = mock_chime()
        mock.start()
        client = boto3.client("chime-sdk-voice", region_name="eu-west-1")
        client.create_voice_connector(Name="in Ireland", RequireEncryption=True)
        mock.stop(remove_data=False)
        """,
        TEST_SERVER_MODE="true",
        TEST_SERVER_MODE_ENDPOINT=chime_server.url,
    )

    assert [] == names(make_client())
    assert ["in Ireland"] == names(boto3.client("chime-sdk-voice", region_name="eu-west-1"))


def test_dashboard_works(chime_server: ChimeServer) -> None:
    """The data of moto's dashboard can be read while there are Voice Connectors."""
    create(make_client(chime_server.url), "not shown")
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="recordings")

    data = requests.get(f"{chime_server.url}/moto-api/data.json", timeout=30).json()

    assert ["recordings"] == [bucket["name"] for bucket in data["s3"]["FakeBucket"]]


@mock_chime
def test_control_api_is_not_shadowed() -> None:
    """Moto's control API in-process is moto's: Chime claims none of its paths."""
    answer = requests.get(f"{IN_PROCESS}/moto-api/data.json", timeout=30)

    assert 200 == answer.status_code
