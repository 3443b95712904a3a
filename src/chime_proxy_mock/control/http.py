"""The control API over HTTP: a POST runs a command, a GET one that only reads."""

from typing import Any

import msgspec

from chime_proxy_mock.control import CONTROL_PATH
from chime_proxy_mock.control.commands import commands
from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.page.render import read_asset, render_page
from chime_proxy_mock.domain.errors import MalformedRequestError
from chime_proxy_mock.protocol.http import Request, Response
from chime_proxy_mock.protocol.parsing import parse_query


def respond_to_control(request: Request) -> Response:
    """Answer a request below `CONTROL_PATH`: with JSON, 400 if it makes no sense.

    The path itself is the page, for people.
    """
    if request.path == CONTROL_PATH.rstrip("/"):
        # The links on the page are relative.
        return Response(308, {"Location": CONTROL_PATH}, b"")
    name = request.path.removeprefix(CONTROL_PATH)
    try:
        if request.method == "GET" and not name:
            return render_page(_query(request))
        asset = read_asset(name)
        if asset:
            return asset
        return _json_response(200, commands.run(name, _arguments(request, name)))
    except ControlError as error:
        return _json_response(400, {"error": str(error)})


def is_for_control(request: Request) -> bool:
    """Tell whether a request is for the control API."""
    return f"{request.path}/".startswith(CONTROL_PATH)


def _json_response(status: int, value: object) -> Response:
    return Response(status, {"Content-Type": "application/json"}, msgspec.json.encode(value))


def _arguments(request: Request, name: str) -> Any:
    if request.method == "GET" and commands.only_reads(name):
        return _query(request)
    if request.method != "POST":
        raise ControlError(f"{name} takes POST, not {request.method}")
    try:
        return msgspec.json.decode(request.body or b"{}")
    except (msgspec.DecodeError, RecursionError) as error:
        raise ControlError(f"The body is not JSON: {error}") from None


def _query(request: Request) -> dict[str, str]:
    try:
        return parse_query(request.query)
    except MalformedRequestError as error:
        raise ControlError(error.message) from None
