"""Both implementations of the control handle: every test runs through each of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.config import Config

from chime_proxy_mock import ChimeControl, connect, mock_chime
from chime_proxy_mock.server import ChimeServer

ONE_ATTEMPT = Config(retries={"mode": "standard", "total_max_attempts": 1})


class Stage(NamedTuple):
    """A mock with its handle, and where clients reach it.

    Attributes:
        endpoint_url: For `boto3.client`; None in-process.
    """

    chime: ChimeControl
    endpoint_url: str | None


@pytest.fixture(params=["in-process", "http"])
def stage(request: pytest.FixtureRequest, chime_session_server: ChimeServer) -> Iterator[Stage]:
    """An empty mock, reached in-process or over HTTP."""
    with mock_chime() as chime:
        if request.param == "in-process":
            yield Stage(chime, None)
        else:
            url = chime_session_server.url
            yield Stage(connect(url), url)


@pytest.fixture
def chime(stage: Stage) -> ChimeControl:
    """The control handle."""
    return stage.chime


@pytest.fixture
def client(stage: Stage) -> Any:
    """A client that does not retry."""
    return make_client(stage)


def make_client(stage: Stage, region_name: str = "us-east-1", config: Config = ONE_ATTEMPT) -> Any:
    """Return a client for the mock."""
    return boto3.client(
        "chime-sdk-voice",
        region_name=region_name,
        endpoint_url=stage.endpoint_url,
        config=config,
    )


@pytest.fixture
def connector_id(chime: ChimeControl) -> str:
    """The id of a Voice Connector with three open sessions."""
    (voice_connector_id,) = chime.state.seed(sessions_per_connector=3)
    chime.journal.clear()
    return voice_connector_id


def session_ids(client: Any, voice_connector_id: str, **parameters: Any) -> list[str]:
    """Return the ids of the sessions that a listing shows."""
    listed = client.list_proxy_sessions(VoiceConnectorId=voice_connector_id, **parameters)
    return [session["ProxySessionId"] for session in listed["ProxySessions"]]


def statuses(client: Any, voice_connector_id: str) -> list[str]:
    """Return the statuses of all sessions, oldest first."""
    listed = client.list_proxy_sessions(VoiceConnectorId=voice_connector_id)
    return [session["Status"] for session in listed["ProxySessions"]]
