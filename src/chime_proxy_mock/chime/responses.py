"""Requests in, responses out: the way of every call through the mock."""

import inspect
import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from time import sleep
from typing import Any, NamedTuple
from uuid import uuid4

from botocore import xform_name
from botocore.exceptions import ConnectionClosedError
from moto.core.common_types import TYPE_RESPONSE
from moto.settings import allow_unknown_region

from chime_proxy_mock.chime.authorization import account_of, authorize
from chime_proxy_mock.chime.models import (
    ChimeBackend,
    Output,
    chime_backends,
    control_plane,
    find_backend,
)
from chime_proxy_mock.control.calls import ApiCall, attempt_of
from chime_proxy_mock.control.delivery import deliver
from chime_proxy_mock.control.faults import FaultPlan, InjectedError
from chime_proxy_mock.domain.errors import ChimeError, MalformedRequestError, ValidationFailedError
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

        Raises:
            ConnectionClosedError: A fault says so; to botocore it is what it looks like.
        """
        if hasattr(request, "environ"):
            normalized = Request.from_environ(request.environ, request.headers, request.get_data())
        else:
            normalized = Request.from_url(request.method, full_url, request.headers, request.body)
        response = respond(normalized)
        # A connection that closes within an answer is none to botocore: it reads the rest.
        if response.is_cut_off and not response.body:
            raise ConnectionClosedError(endpoint_url=full_url)
        return response.status, response.headers, response.body


def respond(request: Request) -> Response:
    """Answer a request, whatever it is: nothing that it holds makes this raise."""
    chime_backends.follow_moto_reset()
    call = ApiCall(str(uuid4()), attempt_of(request.headers.get("amz-sdk-request")))
    fault: FaultPlan | None = None
    error_shape = None
    try:
        target = _identify(request, call)
        if not control_plane.limits.admit(call, control_plane.clock.now()):
            raise InjectedError("ThrottledClientException")
        fault = control_plane.faults.strike(call)
        if fault:
            sleep(fault.delay_seconds)
            if fault.error:
                raise InjectedError(fault.error, fault.message)
        status, body = _perform(request, target, call)
    except (ChimeError, UnmodelledError) as error:
        error_shape = error.shape
        response = _refusal(call, error)
    else:
        response = Response(status, _common_headers(call, body), body)
    control_plane.journal.add(
        call.answered(control_plane.clock.now(), response.status, error_shape)
    )
    return deliver(response, fault.delivery) if fault and fault.delivery else response


def refuse(error: ChimeError) -> Response:
    """Return an error as the answer to a request that cannot even be read."""
    return _refusal(ApiCall(str(uuid4())), error)


def _refusal(call: ApiCall, error: ChimeError | UnmodelledError) -> Response:
    if isinstance(error, UnmodelledError):
        status, headers = error.status, error.headers
    else:
        status, headers = load_api(Namespace.VOICE).error_status(error.shape), {}
    body = error_body(error.shape, error.message)
    named = {ERROR_TYPE_HEADER: error.shape}
    return Response(status, {**named, **headers, **_common_headers(call, body)}, body)


def _common_headers(call: ApiCall, body: bytes) -> dict[str, str]:
    headers = {
        "x-amzn-RequestId": call.request_id,
        # Also on 204, as in AWS's samples.
        "Content-Type": "application/json",
        "Date": format_datetime(control_plane.clock.now(), usegmt=True),
    }
    if body:
        headers["Content-Length"] = str(len(body))
    return headers


class _Target(NamedTuple):
    """What a request is about."""

    candidates: tuple[Namespace, ...]
    operation: Operation
    handler: _Handler
    credential: Credential | None
    backend: ChimeBackend
    unreadable: MalformedRequestError | None


def _identify(request: Request, call: ApiCall) -> _Target:
    """Find out what a request is about, and note it in `call`."""
    query = parse_query(request.query)
    credential = credential_of(request)
    call.namespace, call.region = namespace, region = _scope_of(request, credential)
    call.account_id = account_id = account_of(request, credential, region)
    candidates = _CANDIDATES[namespace]
    api, match = _route(candidates, request, query)
    call.operation = match.operation_name
    call.voice_connector_id = match.labels.get("voiceConnectorId")
    handler = _HANDLERS.get(match.operation_name)
    if handler is None:
        raise NotImplementedByMockError(f"the operation {match.operation_name}")
    operation = api.operation(match.operation_name)
    unreadable = None
    try:
        call.parameters = operation.input_parser.read(match.labels, query, request.body)
    except MalformedRequestError as error:
        unreadable = error
    return _Target(
        candidates=candidates,
        operation=operation,
        handler=handler,
        credential=credential,
        backend=find_backend(account_id, region),
        unreadable=unreadable,
    )


def _perform(request: Request, target: _Target, call: ApiCall) -> tuple[int, bytes]:
    """Carry out an operation; return status and body of its success."""
    backend, handler = target.backend, target.handler
    authorize(
        request,
        target.credential,
        account_id=backend.account_id,
        operation=target.operation,
        resource_arn=_resource_arn(backend, call),
    )
    # Only now: who may not call learns nothing of what is wrong with the call.
    if target.unreadable:
        raise target.unreadable
    operation, parameters = _check(target, call.parameters)
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


def _check(target: _Target, members: Mapping[str, Any]) -> tuple[Operation, dict[str, Any]]:
    """Return the parameters, and the operation of the namespace that takes them."""
    operation = target.operation
    try:
        return operation, operation.input_parser.check(members)
    except ValidationFailedError as refusal:
        for candidate in target.candidates[1:]:
            api = load_api(candidate)
            if api.has_operation(operation.name):
                other = api.operation(operation.name)
                if not other.input_parser.knows(members):
                    raise
                try:
                    return other, other.input_parser.check(members)
                except ValidationFailedError:
                    raise refusal from None
        raise


def _resource_arn(backend: ChimeBackend, call: ApiCall) -> str:
    if call.voice_connector_id:
        return backend.voice_connector_arn(call.voice_connector_id)
    return str(call.parameters.get("ResourceARN") or "*")
