"""Requests in, responses out: the way of every call through the mock."""

import inspect
import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import Any, NamedTuple
from uuid import uuid4

from botocore import xform_name
from moto.core.common_types import TYPE_RESPONSE
from moto.settings import allow_unknown_region

from chime_proxy_mock.chime.authorization import account_of, authorize
from chime_proxy_mock.chime.models import ChimeBackend, Output, find_backend
from chime_proxy_mock.domain import clock
from chime_proxy_mock.domain.errors import ChimeError, ValidationFailedError
from chime_proxy_mock.protocol.api import Api, Operation, load_api
from chime_proxy_mock.protocol.credentials import Credential, credential_of
from chime_proxy_mock.protocol.endpoints import (
    LEGACY_REGION,
    VOICE_REGIONS,
    Namespace,
    endpoint_of,
)
from chime_proxy_mock.protocol.errors import (
    ERROR_TYPE_HEADER,
    InvalidRegionError,
    MethodNotAllowedError,
    NotImplementedByMockError,
    UnknownPathError,
    UnmodelledError,
    error_body,
)
from chime_proxy_mock.protocol.http import Request, Response
from chime_proxy_mock.protocol.parsing import parse_query
from chime_proxy_mock.protocol.routing import Match, WrongMethod

SUPPORTED_OPERATIONS = (
    "CreateProxySession",
    "CreateVoiceConnector",
    "DeleteProxySession",
    "DeleteVoiceConnector",
    "DeleteVoiceConnectorProxy",
    "GetProxySession",
    "GetVoiceConnector",
    "GetVoiceConnectorProxy",
    "ListAvailableVoiceConnectorRegions",
    "ListProxySessions",
    "ListTagsForResource",
    "ListVoiceConnectors",
    "PutVoiceConnectorProxy",
    "TagResource",
    "UntagResource",
    "UpdateProxySession",
    "UpdateVoiceConnector",
)


class _Handler(NamedTuple):
    method: Callable[..., Output]
    parameters: frozenset[str]


def _handler(operation_name: str) -> _Handler:
    method = getattr(ChimeBackend, xform_name(operation_name))
    return _Handler(method, frozenset(inspect.signature(method).parameters))


_HANDLERS = {name: _handler(name) for name in SUPPORTED_OPERATIONS}

# moto's server mode makes boto3 say its Region so, because the host does not.
_USER_AGENT_REGION = re.compile(r"region/(?P<region>[a-z]{2}-[a-z]+-\d)")


class ChimeResponse:
    """What moto calls for each request to Chime."""

    @classmethod
    def dispatch(cls, request: Any, full_url: str, _headers: Any) -> TYPE_RESPONSE:
        """Answer a request in the form in which the installed moto hands it over.

        Args:
            request: A werkzeug request, or, in-process and before moto 5.2, one of
                botocore or of requests.
            full_url: Its URL; in moto's server it is percent-decoded.
            _headers: Its headers, which `request` has too.
        """
        if hasattr(request, "environ"):
            normalized = Request.from_environ(request.environ, request.headers, request.get_data())
        else:
            normalized = Request.from_url(request.method, full_url, request.headers, request.body)
        return respond(normalized)


def respond(request: Request) -> Response:
    """Answer a request, whatever it is: nothing that it holds makes this raise."""
    try:
        status, body = _perform(request)
    except (ChimeError, UnmodelledError) as error:
        return refuse(error)
    return _response(status, {}, body)


def refuse(error: ChimeError | UnmodelledError) -> Response:
    """Return an error as the answer to a request."""
    if isinstance(error, UnmodelledError):
        status, headers = error.status, error.headers
    else:
        status, headers = load_api(Namespace.VOICE).error_status(error.shape), {}
    body = error_body(error.shape, error.message)
    return _response(status, {ERROR_TYPE_HEADER: error.shape, **headers}, body)


def _response(status: int, headers: dict[str, str], body: bytes) -> Response:
    headers["x-amzn-RequestId"] = str(uuid4())
    # Also on 204, as in AWS's samples.
    headers["Content-Type"] = "application/json"
    headers["Date"] = format_datetime(clock.utc_now(), usegmt=True)
    if body:
        headers["Content-Length"] = str(len(body))
    return Response(status, headers, body)


def _perform(request: Request) -> tuple[int, bytes]:
    """Return status and body of a success."""
    query = parse_query(request.query)
    credential = credential_of(request)
    namespace, region = _scope_of(request, credential)
    candidates = _CANDIDATES[namespace]
    api, match = _route(candidates, request, query)
    handler = _HANDLERS.get(match.operation_name)
    if handler is None:
        raise NotImplementedByMockError(f"the operation {match.operation_name}")
    operation = api.operation(match.operation_name)
    account_id = account_of(request, credential, region)
    backend = find_backend(account_id, region)
    invalid: ChimeError | None = None
    parameters: Mapping[str, Any] = {}
    try:
        operation, parameters = _parse(candidates, operation, match, query, request.body)
    except ChimeError as error:
        # Who may not call learns nothing of what is wrong with the call.
        invalid = error
    authorize(
        request,
        credential,
        account_id=account_id,
        operation=operation,
        resource_arn=_resource_arn(backend, match, parameters),
    )
    if invalid:
        raise invalid
    for parameter in parameters.keys() - handler.parameters:
        raise NotImplementedByMockError(f"{parameter} of {operation.name}")
    output = backend.perform(handler.method, parameters)
    return operation.status, operation.encode_output(output)


# Where the namespace is unknown, the wider limits apply: a request is good if it is good
# in one of the two.
_CANDIDATES = {
    Namespace.LEGACY: (Namespace.LEGACY,),
    Namespace.VOICE: (Namespace.VOICE,),
    None: (Namespace.VOICE, Namespace.LEGACY),
}


def _scope_of(request: Request, credential: Credential | None) -> tuple[Namespace | None, str]:
    """Return the namespace, None if the host does not tell it, and the Region."""
    endpoint = endpoint_of(request.host)
    if endpoint is None:
        named = _USER_AGENT_REGION.search(request.headers.get("User-Agent") or "")
        region = named["region"] if named else credential.region if credential else LEGACY_REGION
        # Only a legacy client works in a Region without Chime: it calls us-east-1.
        known = region in VOICE_REGIONS or allow_unknown_region()
        return None, region if known else LEGACY_REGION
    if endpoint.region not in VOICE_REGIONS and not allow_unknown_region():
        raise InvalidRegionError(endpoint.region)
    return endpoint


def _route(
    candidates: tuple[Namespace, ...], request: Request, query: Mapping[str, str]
) -> tuple[Api, Match]:
    allowed: set[str] = set()
    for candidate in candidates:
        api = load_api(candidate)
        found = api.router.match(request.method, request.path, query)
        if isinstance(found, Match):
            return api, found
        if isinstance(found, WrongMethod):
            allowed.update(found.allowed)
    if allowed:
        raise MethodNotAllowedError(request.method, request.path, tuple(sorted(allowed)))
    raise UnknownPathError(request.path)


def _parse(
    candidates: tuple[Namespace, ...],
    operation: Operation,
    match: Match,
    query: Mapping[str, str],
    body: bytes,
) -> tuple[Operation, Mapping[str, Any]]:
    """Return the parameters, and the operation of the namespace that takes them."""
    try:
        return operation, operation.input_parser.parse(match.labels, query, body)
    except ValidationFailedError as refusal:
        for candidate in candidates[1:]:
            api = load_api(candidate)
            if api.has_operation(operation.name):
                other = api.operation(operation.name)
                if other.input_parser.ignores(body, known_to=operation.input_parser):
                    raise
                try:
                    return other, other.input_parser.parse(match.labels, query, body)
                except ValidationFailedError:
                    raise refusal from None
        raise


def _resource_arn(backend: ChimeBackend, match: Match, parameters: Mapping[str, Any]) -> str:
    voice_connector_id = match.labels.get("voiceConnectorId")
    if voice_connector_id:
        return backend.voice_connector_arn(voice_connector_id)
    resource_arn: str = parameters.get("resource_arn", "*")
    return resource_arn
