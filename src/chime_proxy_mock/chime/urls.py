"""Which URLs are Chime's. One entry catches all: the service model does the routing."""

from chime_proxy_mock.chime.responses import ChimeResponse
from chime_proxy_mock.protocol.endpoints import HOST_PATTERN

url_bases = [rf"https?://{HOST_PATTERN}(?::\d+)?"]

url_paths = {"{0}/.*$": ChimeResponse.dispatch}
