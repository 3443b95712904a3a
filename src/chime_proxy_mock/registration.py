"""How the Chime backend gets into moto, and out again.

moto has no plug-in point: it looks a request's URL up in a list of patterns, and imports
the service it finds there from below its own package. This is the only module that
touches these registries, and the parts of moto's server that ours is made of.
"""

import re
import sys
from collections.abc import Hashable
from threading import RLock
from typing import TYPE_CHECKING

from moto import backend_index
from moto.moto_api import recorder
from werkzeug.serving import WSGIRequestHandler

from chime_proxy_mock import chime
from chime_proxy_mock.chime import urls

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_SERVICE = "chime"
_MODULE = "moto.chime"

_lock = RLock()
_holders: set[Hashable] = set()


def register() -> None:
    """Make moto serve Amazon Chime, until `unregister`. Calling it again changes nothing.

    From then on `mock_aws` and moto's servers in this process answer Chime's hosts.
    """
    hold(_SERVICE)


def unregister() -> None:
    """Undo `register`. Without a `register` before, nothing changes."""
    release(_SERVICE)


def hold(holder: Hashable) -> None:
    """Keep the backend in moto until `holder` releases it; there may be other holders."""
    with _lock:
        if not _holders:
            _install()
        _holders.add(holder)


def release(holder: Hashable) -> None:
    """Let go of the backend; the last holder takes it out of moto."""
    with _lock:
        if holder in _holders:
            _holders.remove(holder)
            if not _holders:
                _remove()


# First in the list, so that no other service's pattern is tried, let alone matches.
_ENTRIES = [(_SERVICE, re.compile(url_base)) for url_base in urls.url_bases]


def _install() -> None:
    sys.modules[_MODULE] = chime
    backend_index.backend_url_patterns[:0] = _ENTRIES


def _remove() -> None:
    del sys.modules[_MODULE]
    for entry in _ENTRIES:
        backend_index.backend_url_patterns.remove(entry)


def moto_application() -> "WSGIApplication":
    """Return the WSGI application of moto's own server.

    Raises:
        ImportError: Flask is missing, i.e. moto's extra ``server``.
    """
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    application: WSGIApplication = DomainDispatcherApplication(create_backend_app)
    return application


def recorded_application() -> "WSGIApplication":
    """Return a WSGI application for Chime alone, which moto's recorder sees.

    Raises:
        ImportError: Flask is missing, i.e. moto's extra ``server``.
    """
    from moto.moto_server.werkzeug_app import create_backend_app

    application: WSGIApplication = create_backend_app(_SERVICE)  # type: ignore[arg-type]
    return application


def is_recording() -> bool:
    """Tell whether moto's recorder is on."""
    return recorder._user_enabled


def request_handler() -> type[WSGIRequestHandler]:
    """Return the HTTP request handler that moto's server needs, for S3 above all."""
    from moto.moto_server import werkzeug_app

    handler: type[WSGIRequestHandler] = getattr(
        werkzeug_app, "MotoRequestHandler", WSGIRequestHandler
    )
    return handler
