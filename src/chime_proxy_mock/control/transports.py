"""How the handle reaches the control API: in this process, or over HTTP."""

from collections.abc import Mapping
from typing import Any

import msgspec
import requests

from chime_proxy_mock.control import CONTROL_PATH
from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.handle import ChimeControl

_BAD_REQUEST = 400
_TIMEOUT_SECONDS = 600


def in_process() -> ChimeControl:
    """Return the handle of the mock in this process."""

    def run(name: str, arguments: Mapping[str, Any]) -> object:
        # What a command needs is dear to import, and most tests use none.
        from chime_proxy_mock.control.commands import commands

        # Through JSON, so that both transports take and return the same.
        result = commands.run(name, msgspec.json.decode(msgspec.json.encode(arguments)))
        return msgspec.json.decode(msgspec.json.encode(result))

    return ChimeControl(run)


def connect(url: str) -> ChimeControl:
    """Return the handle of a running server, in whatever process.

    Args:
        url: Where it listens, e.g. ``"http://127.0.0.1:5000"``.

    Raises:
        ControlError: No server of chime-proxy-mock answers there.
    """
    session = requests.Session()
    # A proxy of the environment would not know the way to this machine.
    session.trust_env = False
    base_url = url.rstrip("/") + CONTROL_PATH

    def run(name: str, arguments: Mapping[str, Any]) -> object:
        try:
            answer = session.post(
                base_url + name, data=msgspec.json.encode(arguments), timeout=_TIMEOUT_SECONDS
            )
        except requests.ConnectionError as error:
            raise ControlError(f"No server answers on {url}: {error}") from error
        if answer.headers.get("Content-Type") != "application/json":
            raise ControlError(f"{url} is not a server of chime-proxy-mock")
        value = msgspec.json.decode(answer.content)
        if answer.status_code == _BAD_REQUEST:
            raise ControlError(value["error"])
        answer.raise_for_status()
        return value

    handle = ChimeControl(run)
    handle.clock.show()
    return handle
