"""An in-memory mock of Amazon Chime's Voice Connectors and proxy sessions, on moto."""

from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.handle import ChimeControl
from chime_proxy_mock.control.transports import connect
from chime_proxy_mock.decorator import MockChime, mock_chime
from chime_proxy_mock.registration import register, unregister

__version__ = "0.1.0"

__all__ = [
    "ChimeControl",
    "ControlError",
    "MockChime",
    "connect",
    "mock_chime",
    "register",
    "unregister",
]
