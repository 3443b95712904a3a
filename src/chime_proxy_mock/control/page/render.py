"""Renders the page and hands out its style and its script."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chime_proxy_mock.control.page.view import page_content
from chime_proxy_mock.protocol.http import Response
from chime_proxy_mock.protocol.serialization import encode_timestamp

_FOLDER = Path(__file__).parent
_ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}

_environment = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["timestamp"] = encode_timestamp


def render_page(query: Mapping[str, str]) -> Response:
    """Return the page for an address; see `page_content` for its query."""
    template = _environment.get_template("page.html")
    html = template.render(link=_link, paged="after" in query, **page_content(query))
    return Response(200, {**_HEADERS, "Content-Type": "text/html; charset=utf-8"}, html.encode())


def read_asset(name: str) -> Response | None:
    """Return the style or the script, or None if there is no asset of this name."""
    if name not in _ASSETS:
        return None
    headers = {**_HEADERS, "Content-Type": f"{_ASSETS[name]}; charset=utf-8"}
    return Response(200, headers, (_FOLDER / name).read_bytes())


def _link(
    account_id: str, region: str, voice_connector_id: str, status: str, token: str = ""
) -> str:
    query = {
        "account": account_id,
        "region": region,
        "connector": voice_connector_id,
        "status": status,
        "token": token,
    }
    return "?" + urlencode({name: value for name, value in query.items() if value})
