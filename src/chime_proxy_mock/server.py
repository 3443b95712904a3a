"""The standalone server: moto's own, with Amazon Chime told apart by path.

moto's server guesses the service from the signature and falls back to S3. All six Chime
services sign as ``chime``, and ``curl`` does not sign at all, so requests for this API
are recognized first; everything else goes on to moto.
"""

import errno
import socket
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from io import BufferedReader
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.serving import (
    BaseWSGIServer,
    WSGIRequestHandler,
    make_server,
    select_address_family,
)
from werkzeug.wrappers import Request as WerkzeugRequest
from werkzeug.wrappers import Response as WerkzeugResponse

from chime_proxy_mock import registration
from chime_proxy_mock.chime.models import control_plane
from chime_proxy_mock.chime.responses import refuse, respond
from chime_proxy_mock.control.http import is_for_control, respond_to_control
from chime_proxy_mock.domain.errors import MalformedRequestError
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.credentials import credential_of
from chime_proxy_mock.protocol.endpoints import Namespace, endpoint_of
from chime_proxy_mock.protocol.http import Request, Response
from chime_proxy_mock.protocol.parsing import parse_query

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_SIGNING_NAME = "chime"
_POLL_SECONDS = 0.01
# Far more than any request needs.
_MAXIMUM_BODY_BYTES = 10_000_000
_PORT_ERRORS = {errno.EADDRINUSE, errno.EACCES}


class ChimeApplication:
    """A WSGI application that answers Chime's requests and hands the others to moto's.

    Raises:
        ImportError: moto's server needs packages that are not installed.
    """

    def __init__(self) -> None:
        self._moto_application = registration.moto_application()
        self._recorded_application = registration.recorded_application()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        if environ.get("wsgi.input_terminated"):
            # A chunk that is cut off would shrink the memory which is read into, and some
            # versions of Python crash at that. This lends memory of a fixed size.
            environ["wsgi.input"] = BufferedReader(environ["wsgi.input"])
        http_request = WerkzeugRequest(environ)
        # Without the body, which moto's application may have to read itself.
        request = Request.from_environ(environ, http_request.headers, b"")
        if is_for_control(request):
            answer = respond_to_control(replace(request, body=http_request.get_data()))
            return WerkzeugResponse(answer.body, answer.status, answer.headers)(
                environ, start_response
            )
        if not is_for_chime(request):
            return self._moto_application(environ, start_response)
        if registration.is_recording():
            return self._recorded_application(environ, start_response)
        http_request.max_content_length = _MAXIMUM_BODY_BYTES
        try:
            request = replace(request, body=http_request.get_data())
        except HTTPException:
            answer = refuse(MalformedRequestError("The request body is broken or too long"))
        else:
            answer = respond(request)
        if answer.is_cut_off:
            return _cut_off(answer, environ)
        # The HTTP server writes it itself.
        del answer.headers["Date"]
        return WerkzeugResponse(answer.body, answer.status, answer.headers)(environ, start_response)


def is_for_chime(request: Request) -> bool:
    """Tell whether a request is for this API: by signature, by host, or by path."""
    credential = credential_of(request)
    if credential is not None:
        return credential.service == _SIGNING_NAME
    if endpoint_of(request.host):
        return True
    try:
        query = parse_query(request.query)
    except MalformedRequestError:
        query = {}
    return load_api(Namespace.VOICE).router.claims(request.path, query)


def _cut_off(response: Response, environ: "WSGIEnvironment") -> Iterable[bytes]:
    """Send what a fault has left of an answer, and close the connection."""
    connection: socket.socket = environ["werkzeug.socket"]
    if response.body:
        lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + response.body)
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("A fault has closed the connection")


class ServerStartError(Exception):
    """The server cannot listen where it was told to; the message says why."""


class ChimeServer:
    """moto's server with Amazon Chime in it, on a thread of its own.

    It can be used as a context manager. All servers and mocks of a process share moto's
    state.

    Args:
        host: Address to listen on; by default nobody outside this machine can connect.
        port: Port to listen on; 0 takes a free one.
        log_requests: Whether to print a line for each request to standard error.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, *, log_requests: bool = False
    ) -> None:
        self._host = host
        self._port = port
        self._log_requests = log_requests
        self._server: BaseWSGIServer | None = None
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """The URL for ``endpoint_url``, e.g. ``"http://127.0.0.1:5000"``."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def start(self) -> None:
        """Start listening; when this returns, requests are answered.

        Raises:
            ServerStartError: The address or the port is not to be had, or packages are
                missing that moto's server needs.
        """
        with self._listen() as listener, ExitStack() as stack:
            registration.hold(self)
            stack.callback(registration.release, self)
            self._server = make_server(
                self._host,
                self._port,
                _application(),
                threaded=True,
                request_handler=_request_handler(self._log_requests),
                fd=listener.fileno(),
            )
            stack.pop_all()
        self._thread = Thread(target=self._server.serve_forever, args=[_POLL_SECONDS], daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening. Stopping a server that does not run changes nothing."""
        if self._server is None or self._thread is None:
            return
        # At its end, werkzeug's serve_forever() closes the socket.
        self._server.shutdown()
        self._thread.join()
        self._server = self._thread = None
        registration.release(self)

    def __enter__(self) -> "ChimeServer":
        self.start()
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _listen(self) -> socket.socket:
        # werkzeug would end the process if it could not bind.
        family = select_address_family(self._host, self._port)
        try:
            listener = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            # Python repeats the address in the text.
            reason = str(error.strerror).partition(" (")[0]
            remedy = (
                "Choose another port, or 0 for any free one."
                if error.errno in _PORT_ERRORS
                else "Choose an address of this machine, such as 127.0.0.1."
            )
            raise ServerStartError(
                f"Cannot listen on {self._host}, port {self._port}: {reason}. {remedy}"
            ) from error
        self._port = listener.getsockname()[1]
        return listener


def _application() -> ChimeApplication:
    try:
        return ChimeApplication()
    except ImportError as error:
        raise ServerStartError(
            f"The server needs more packages ({error}): "
            "install them with pip install 'chime-proxy-mock[server]'"
        ) from error


def _request_handler(log_requests: bool) -> type[WSGIRequestHandler]:
    base: Any = registration.request_handler()

    class RequestHandler(base):  # type: ignore[misc]
        def date_time_string(self, timestamp: float | None = None) -> str:
            """Return the Date header, by the mock's clock."""
            if timestamp is None:
                timestamp = control_plane.clock.now().timestamp()
            date: str = super().date_time_string(timestamp)
            return date

        def log_request(self, *arguments: object) -> None:
            """Print a line, or nothing."""
            if log_requests:
                super().log_request(*arguments)

    return RequestHandler
