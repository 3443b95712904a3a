"""Injected errors, as the AWS SDKs for JavaScript meet them."""

import json
from collections.abc import Iterator

import pytest

from chime_proxy_mock import connect
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.errors import error_body
from chime_proxy_mock.server import ChimeServer
from tests.clients.tools import ClientError, JavaScriptSdk, skip_without_javascript_sdks
from tests.sample_calls import MODELLED_ERRORS, sample_parameters


@pytest.fixture(params=["v3", "v2"])
def javascript_sdk(
    request: pytest.FixtureRequest, chime_server: ChimeServer
) -> Iterator[JavaScriptSdk]:
    """An SDK on an empty standalone server."""
    skip_without_javascript_sdks()
    script = f"sdk_{request.param}.mjs"
    ending = "" if request.param == "v2" else "Exception"
    with JavaScriptSdk(script, chime_server.url, error_ending=ending) as sdk:
        yield sdk


def test_every_modelled_error_is_reachable(
    javascript_sdk: JavaScriptSdk, chime_server: ChimeServer
) -> None:
    """A fault brings about any modelled error of any operation, under its name in the SDK."""
    chime = connect(chime_server.url)
    # Version 2 has the legacy namespace, version 3 the other.
    api = load_api(Namespace.VOICE if javascript_sdk.error_ending else Namespace.LEGACY)
    for operation, error in MODELLED_ERRORS:
        if not api.has_operation(operation):
            continue
        chime.faults.inject(operation, error, message="As injected", times=1)

        with pytest.raises(ClientError) as caught:
            javascript_sdk.call(operation, **sample_parameters(operation))

        # Version 2 looks at the body's short code, version 3 at the header.
        short = json.loads(error_body(error, ""))["Code"]
        name = error if javascript_sdk.error_ending else short
        assert (name, "As injected") == (caught.value.name, caught.value.message)
