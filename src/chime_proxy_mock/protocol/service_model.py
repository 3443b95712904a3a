"""The service model: botocore's, completed by this project's supplement.

botocore has dropped these operations from ``chime`` and marked the proxy ones deprecated
in ``chime-sdk-voice``. Whatever the installed version lacks comes from the supplement, a
folder in the layout of botocore's data, whose files have its *sdk-extras* form. That
makes the same files good for clients: see `SUPPLEMENT_PATH`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from botocore.loaders import create_loader
from botocore.model import ServiceModel

from chime_proxy_mock.protocol.endpoints import Namespace

SUPPLEMENT_PATH = Path(__file__).parent.parent / "service_models"
"""Added to botocore's search path (``AWS_DATA_PATH``), it gives clients the operations."""

_API_VERSIONS = {Namespace.LEGACY: "2018-05-01", Namespace.VOICE: "2022-08-03"}
_DEFINITIONS = ("operations", "shapes")


@cache
def load_service_model(namespace: Namespace) -> ServiceModel:
    """Return the complete model of a namespace, on top of the installed botocore."""
    # A loader of its own sees neither AWS_DATA_PATH nor the models of a session.
    base = create_loader().load_service_model(namespace.value, "service-2")
    return ServiceModel(complete(base, load_supplement(namespace)), namespace.value)


def load_supplement(namespace: Namespace) -> Mapping[str, Any]:
    """Return the operations and shapes that this project keeps for a namespace."""
    path = SUPPLEMENT_PATH / namespace.value / _API_VERSIONS[namespace]
    content = json.loads((path / "service-2.sdk-extras.json").read_text("utf-8"))
    supplement: Mapping[str, Any] = content["merge"]
    return supplement


def complete(base: Mapping[str, Any], supplement: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the operations and shapes that only `supplement` has."""
    return {**base, **{key: {**supplement[key], **base[key]} for key in _DEFINITIONS}}
