"""Which operations there are: done, not done, and with which members."""

import inspect
import json
import re

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from chime_proxy_mock import mock_chime
from chime_proxy_mock.chime.models import ChimeBackend
from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS, respond
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.http import Request
from chime_proxy_mock.protocol.service_model import load_service_model
from tests.protocol.models import EVERY_OPERATION, operation_model

HOSTS = {
    Namespace.LEGACY: "chime.us-east-1.amazonaws.com",
    Namespace.VOICE: "voice-chime.us-east-1.amazonaws.com",
}

SUPPORTED = [param for param in EVERY_OPERATION if param.values[1] in SUPPORTED_OPERATIONS]
NOT_SUPPORTED = [param for param in EVERY_OPERATION if param not in SUPPORTED]


@pytest.mark.parametrize(("namespace", "operation_name"), NOT_SUPPORTED)
def test_operation_that_is_not_implemented_says_so(
    namespace: Namespace, operation_name: str
) -> None:
    """An operation of the model that the mock does not have is answered 501, by its name."""
    http = operation_model(namespace, operation_name).http
    path, _, query = re.sub(r"{\w+}", "1", http["requestUri"]).partition("?")
    request = Request(http["method"], HOSTS[namespace], path, query, {}, b"")

    answer = respond(request)

    assert answer.status == 501
    assert answer.headers["x-amzn-ErrorType"] == "NotImplementedException"
    assert json.loads(answer.body) == {
        "Code": "NotImplemented",
        "Message": f"chime-proxy-mock does not implement the operation {operation_name}",
    }


def test_client_learns_what_is_not_implemented() -> None:
    """In boto3, the refusal is a ClientError at the first attempt, with the name in it."""
    with mock_chime():
        client = boto3.client("chime-sdk-voice", region_name="us-east-1")

        with pytest.raises(ClientError) as refusal:
            client.list_sip_rules()

    assert str(refusal.value) == (
        "An error occurred (NotImplementedException) when calling the ListSipRules operation: "
        "chime-proxy-mock does not implement the operation ListSipRules"
    )


def test_everything_supported_is_in_the_model() -> None:
    """The list of what is done names operations that there are."""
    operation_names = load_service_model(Namespace.VOICE).operation_names

    assert set(SUPPORTED_OPERATIONS) <= set(operation_names)


@pytest.mark.parametrize(("namespace", "operation_name"), SUPPORTED)
def test_every_input_member_is_taken(namespace: Namespace, operation_name: str) -> None:
    """The backend takes each member of the model; one that is new in botocore fails here."""
    shape = operation_model(namespace, operation_name).input_shape
    members = {xform_name(name) for name in (shape.members if shape else {})}

    method = getattr(ChimeBackend, xform_name(operation_name))

    assert members - set(inspect.signature(method).parameters) == set()


@pytest.mark.parametrize(("namespace", "operation_name"), SUPPORTED)
def test_every_required_argument_is_required_by_the_model(
    namespace: Namespace, operation_name: str
) -> None:
    """What the backend cannot do without is required by the model, or a page size."""
    shape = operation_model(namespace, operation_name).input_shape
    required = {xform_name(name) for name in (shape.required_members if shape else [])}

    method = getattr(ChimeBackend, xform_name(operation_name))

    without_default = {
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is parameter.empty
    }
    assert without_default - required <= {"self", "max_results"}
