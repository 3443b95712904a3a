"""Amazon Chime as a moto service: laid out as moto's own, so that it could move there."""

from chime_proxy_mock.chime.models import chime_backends

__all__ = ["chime_backends"]
