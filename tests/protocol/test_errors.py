"""Errors on the wire."""

import json

import pytest
from botocore.model import StringShape

from chime_proxy_mock.domain import errors as domain_errors
from chime_proxy_mock.domain.errors import ChimeError
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.errors import (
    InvalidRegionError,
    MethodNotAllowedError,
    NotImplementedByMockError,
    UnknownPathError,
    UnmodelledError,
    error_body,
)
from chime_proxy_mock.protocol.service_model import load_service_model

CODES_AND_STATUSES = {
    "AccessDeniedException": ("AccessDenied", 403),
    "BadRequestException": ("BadRequest", 400),
    "ConflictException": ("Conflict", 409),
    "ForbiddenException": ("Forbidden", 403),
    "GoneException": ("Gone", 410),
    "NotFoundException": ("NotFound", 404),
    "ResourceLimitExceededException": ("ResourceLimitExceeded", 400),
    "ServiceFailureException": ("ServiceFailure", 500),
    "ServiceUnavailableException": ("ServiceUnavailable", 503),
    "ThrottledClientException": ("Throttled", 429),
    "UnauthorizedClientException": ("Unauthorized", 401),
    "UnprocessableEntityException": ("Unprocessable", 422),
}


def modelled_errors() -> list[tuple[Namespace, str]]:
    """Return every error shape of every namespace."""
    models = {namespace: load_service_model(namespace) for namespace in Namespace}
    return [
        (namespace, shape_name)
        for namespace, model in models.items()
        for shape_name in model.shape_names
        if model.shape_for(shape_name).metadata.get("exception")
    ]


every_modelled_error = pytest.mark.parametrize(("namespace", "shape"), modelled_errors())


@every_modelled_error
def test_code_is_the_short_name(namespace: Namespace, shape: str) -> None:
    """The body's Code is the short name that belongs to the exception."""
    body = json.loads(error_body(shape, "It is so."))

    assert {"Code": CODES_AND_STATUSES[shape][0], "Message": "It is so."} == body


@every_modelled_error
def test_code_is_a_word_of_the_model(namespace: Namespace, shape: str) -> None:
    """The body's Code is in the vocabulary of the model's ErrorCode."""
    vocabulary = load_service_model(namespace).shape_for("ErrorCode")

    code = json.loads(error_body(shape, "It is so."))["Code"]

    assert isinstance(vocabulary, StringShape)
    assert code in vocabulary.enum


@every_modelled_error
def test_status_is_that_of_the_model(namespace: Namespace, shape: str) -> None:
    """The status belongs to the shape, in both namespaces the same."""
    status = load_api(namespace).error_status(shape)

    assert CODES_AND_STATUSES[shape][1] == status


@pytest.mark.parametrize(
    "shape",
    sorted(
        {
            error.shape
            for error in vars(domain_errors).values()
            if isinstance(error, type) and issubclass(error, ChimeError) and error is not ChimeError
        }
    ),
)
@pytest.mark.parametrize("namespace", Namespace)
def test_refusals_name_modelled_shapes(namespace: Namespace, shape: str) -> None:
    """Every refusal of the domain has a shape that both models know."""
    assert (namespace, shape) in modelled_errors()


@pytest.mark.parametrize(
    ("error", "shape", "status", "message"),
    [
        pytest.param(
            UnknownPathError("/unknown"),
            "UnknownOperationException",
            404,
            "Amazon Chime has no path '/unknown'",
            id="unknown-path",
        ),
        pytest.param(
            MethodNotAllowedError("PUT", "/tags", ("GET", "POST")),
            "MethodNotAllowedException",
            405,
            "'/tags' does not take PUT, only GET, POST",
            id="wrong-method",
        ),
        pytest.param(
            NotImplementedByMockError("the operation ListSipRules"),
            "NotImplementedException",
            501,
            "chime-proxy-mock does not implement the operation ListSipRules",
            id="not-implemented",
        ),
        pytest.param(
            InvalidRegionError("moon-1"),
            "InvalidSignatureException",
            403,
            "Credential should be scoped to a valid region, not 'moon-1'.",
            id="invalid-region",
        ),
    ],
)
def test_errors_before_any_operation(
    error: UnmodelledError, shape: str, status: int, message: str
) -> None:
    """What the model does not know has a name, a status and a sentence of its own."""
    assert (shape, status, message) == (error.shape, error.status, error.message)


def test_wrong_method_carries_an_allow_header() -> None:
    """A 405 tells in a header too which methods there are."""
    error = MethodNotAllowedError("PUT", "/tags", ("GET", "POST"))

    assert error.headers == {"Allow": "GET, POST"}
