"""Which URLs are Chime's. One entry catches all: the service model does the routing."""

from chime_proxy_mock.chime.responses import ChimeResponse
from chime_proxy_mock.protocol.endpoints import HOST_PATTERN

url_bases = [rf"https?://{HOST_PATTERN}(?::\d+)?"]

# A named group, because only such ones become routes of Flask in every moto.
url_paths = {"{0}/(?P<path>.*)$": ChimeResponse.dispatch}
