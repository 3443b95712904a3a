"""A client other than boto3: a test that asks for it runs with each."""

from collections.abc import Iterator

import pytest

from chime_proxy_mock.server import ChimeServer
from tests.clients.tools import (
    AwsCli,
    Client,
    JavaScriptSdk,
    skip_without,
    skip_without_javascript_sdks,
)


@pytest.fixture(
    params=["aws-cli-chime-sdk-voice", "aws-cli-chime", "javascript-v3", "javascript-v2"]
)
def other_client(request: pytest.FixtureRequest, chime_server: ChimeServer) -> Iterator[Client]:
    """The client, on an empty standalone server."""
    url = chime_server.url
    match request.param.rpartition("-"):
        case ("javascript", _, version):
            skip_without_javascript_sdks()
            # Version 2 looks at the body's short code, the others at the header.
            ending = "" if version == "v2" else "Exception"
            with JavaScriptSdk(f"sdk_{version}.mjs", url, error_ending=ending) as sdk:
                yield sdk
        case _:
            skip_without("aws")
            yield AwsCli(request.param.removeprefix("aws-cli-"), url)
