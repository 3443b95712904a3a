"""The API of a namespace, compiled from its service model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from botocore.model import OperationModel, ServiceModel

from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.parsing import InputParser
from chime_proxy_mock.protocol.routing import Router
from chime_proxy_mock.protocol.serialization import compile_output_encoder
from chime_proxy_mock.protocol.service_model import load_service_model

_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Operation:
    """How an operation is read and answered.

    Attributes:
        name: Name in the model, e.g. ``"ListProxySessions"``.
        status: HTTP status of success.
        input_parser: Reads the request.
        encode_output: Writes the body of the answer.
        error_shapes: Names of the errors that are modelled for it.
    """

    name: str
    status: int
    input_parser: InputParser
    encode_output: Callable[[Mapping[str, object]], bytes]
    error_shapes: frozenset[str]


class Api:
    """Routes and operations of one namespace."""

    def __init__(self, service_model: ServiceModel) -> None:
        self._service_model = service_model
        self._operations: dict[str, Operation] = {}
        self.router = Router(service_model)

    def has_operation(self, name: str) -> bool:
        """Tell whether the model has an operation of this name."""
        return name in self._service_model.operation_names

    def operation(self, name: str) -> Operation:
        """Return an operation of the model, compiled at its first use."""
        operation = self._operations.get(name)
        if operation is None:
            operation = _compile_operation(self._service_model.operation_model(name))
            self._operations[name] = operation
        return operation

    @cached_property
    def error_shapes(self) -> tuple[str, ...]:
        """The names of all error shapes of the model, sorted."""
        model = self._service_model
        return tuple(
            sorted(name for name in model.shape_names if "error" in model.shape_for(name).metadata)
        )

    def error_status(self, shape: str) -> int:
        """Return the HTTP status that the model gives an error shape."""
        status: int = self._service_model.shape_for(shape).metadata["error"]["httpStatusCode"]
        return status


@cache
def load_api(namespace: Namespace) -> Api:
    """Return the API of a namespace, compiled once."""
    return Api(load_service_model(namespace))


def _compile_operation(model: OperationModel) -> Operation:
    status = model.http.get("responseCode", 200)
    if status == _NO_CONTENT or model.output_shape is None:
        encode_output: Callable[[Mapping[str, object]], bytes] = _encode_nothing
    else:
        encode_output = compile_output_encoder(model.output_shape)
    return Operation(
        name=model.name,
        status=status,
        input_parser=InputParser(model.input_shape),
        encode_output=encode_output,
        error_shapes=frozenset(shape.name for shape in model.error_shapes),
    )


def _encode_nothing(_: Mapping[str, object]) -> bytes:
    return b""
