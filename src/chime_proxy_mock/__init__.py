"""An in-memory mock of Amazon Chime's Voice Connectors and proxy sessions, on moto."""

from chime_proxy_mock.decorator import MockChime, mock_chime
from chime_proxy_mock.registration import register, unregister

__version__ = "0.1.0"

__all__ = ["MockChime", "mock_chime", "register", "unregister"]
