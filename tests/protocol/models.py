"""Service models for tests: the real ones, and small ones made for a purpose."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.model import OperationModel, ServiceModel, Shape, ShapeResolver

from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.service_model import load_service_model

EVERY_OPERATION = [
    pytest.param(namespace, operation_name, id=f"{namespace.value}-{operation_name}")
    for namespace in Namespace
    for operation_name in load_service_model(namespace).operation_names
]


def operation_model(namespace: Namespace, operation_name: str) -> OperationModel:
    """Return an operation of a namespace."""
    return load_service_model(namespace).operation_model(operation_name)


def shape_of(definition: dict[str, Any], **others: dict[str, Any]) -> Shape:
    """Return a shape from its definition in a service model; it may refer to `others`."""
    definitions: dict[str, Any] = {"Tested": definition, **others}
    return ShapeResolver(definitions).get_shape_by_name("Tested")


def model_of(*routes: tuple[str, str, str]) -> ServiceModel:
    """Return a service model of operations without input, each a name, method and URI."""
    return ServiceModel(
        {
            "metadata": {},
            "operations": {
                name: {"name": name, "http": {"method": method, "requestUri": uri}}
                for name, method, uri in routes
            },
            "shapes": {},
        }
    )


def _references(definition: Any) -> Iterator[str]:
    """Yield the names of the shapes that a part of a model refers to."""
    if isinstance(definition, Mapping):
        if isinstance(definition.get("shape"), str):
            yield definition["shape"]
        for value in definition.values():
            yield from _references(value)
    elif isinstance(definition, list):
        for item in definition:
            yield from _references(item)


def reachable_shapes(model: Mapping[str, Any]) -> set[str]:
    """Return the names of the shapes that a model's operations need, there or not."""
    found: set[str] = set()
    waiting = set(_references(model["operations"]))
    while waiting:
        found |= waiting
        shapes = [model["shapes"].get(name) for name in waiting]
        waiting = set(_references(shapes)) - found
    return found
