"""A call of each operation, with what it requires and nothing else."""

from typing import Any

from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.service_model import load_service_model

_VALUES: dict[str, Any] = {
    "VoiceConnectorId": "abcdefgh12345678abcdef",
    "ProxySessionId": "123a4bc5-67d8-901e-2f3g-h4ghjk56789l",
    "ParticipantPhoneNumbers": ["+12065550100", "+12065550101"],
    "Capabilities": ["Voice"],
    "DefaultSessionExpiryMinutes": 60,
    "PhoneNumberPoolCountries": ["US"],
    "Name": "Ride",
    "RequireEncryption": True,
    "ResourceARN": "arn:aws:chime:us-east-1:123456789012:vc/abcdefgh12345678abcdef",
    "Tags": [{"Key": "team", "Value": "rides"}],
    "TagKeys": ["team"],
}

MODELLED_ERRORS = [
    (operation, error)
    for operation in SUPPORTED_OPERATIONS
    for error in sorted(load_api(Namespace.VOICE).operation(operation).error_shapes)
]
"""Every error that the model has for an operation of the mock."""


def sample_parameters(operation: str) -> dict[str, Any]:
    """Return the parameters that an operation requires."""
    shape = load_service_model(Namespace.VOICE).operation_model(operation).input_shape
    return {name: _VALUES[name] for name in (shape.required_members if shape else ())}
