"""The supplement, compared with the installed botocore, and what is made of both."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader

from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.service_model import (
    complete,
    load_service_model,
    load_supplement,
)
from tests.protocol.models import reachable_shapes

INSTALLED = {
    namespace: create_loader().load_service_model(namespace.value, "service-2")
    for namespace in Namespace
}
SUPPLEMENT = {namespace: load_supplement(namespace) for namespace in Namespace}

PROXY_OPERATIONS = {
    "CreateProxySession",
    "DeleteProxySession",
    "DeleteVoiceConnectorProxy",
    "GetProxySession",
    "GetVoiceConnectorProxy",
    "ListProxySessions",
    "PutVoiceConnectorProxy",
    "UpdateProxySession",
}
# What else botocore 1.37.2 has dropped from the legacy namespace, and is implemented here.
DROPPED_WITH_THEM = {
    Namespace.LEGACY: {
        "CreateVoiceConnector",
        "DeleteVoiceConnector",
        "GetVoiceConnector",
        "ListTagsForResource",
        "ListVoiceConnectors",
        "TagResource",
        "UntagResource",
        "UpdateVoiceConnector",
    },
    Namespace.VOICE: set(),
}

# Botocore 1.37.1 does not have this shape yet: ids of connectors were another one's.
YOUNGEST_SHAPE, ITS_FORERUNNER = "VoiceConnectorId", "NonEmptyString128"

_UNIMPORTANT = {"documentation", "deprecated", "deprecatedMessage", "deprecatedSince"}

every_namespace = pytest.mark.parametrize("namespace", Namespace)


def essence(definition: Any) -> Any:
    """Return a part of a model without documentation and deprecation."""
    if isinstance(definition, Mapping):
        return {
            key: essence(value)
            for key, value in definition.items()
            # A member may be called like this too; then it is no text.
            if key not in _UNIMPORTANT or isinstance(value, Mapping)
        }
    if isinstance(definition, list):
        return [essence(item) for item in definition]
    return definition


def as_before_the_youngest_shape(definition: Any) -> Any:
    """Return a part of a model as it was when connectors' ids had no shape of their own."""
    if isinstance(definition, Mapping):
        return {key: as_before_the_youngest_shape(value) for key, value in definition.items()}
    return ITS_FORERUNNER if definition == YOUNGEST_SHAPE else definition


def in_both(kind: str) -> list[Any]:
    """Return what the supplement and the installed botocore both have."""
    return [
        pytest.param(namespace, name, id=f"{namespace.value}-{name}")
        for namespace in Namespace
        for name in SUPPLEMENT[namespace][kind]
        if name in INSTALLED[namespace][kind]
    ]


@pytest.mark.parametrize(("namespace", "name"), in_both("operations"))
def test_operation_is_as_in_botocore(namespace: Namespace, name: str) -> None:
    """An operation of the supplement that the installed botocore has is the same there."""
    theirs = INSTALLED[namespace]["operations"][name]

    ours = SUPPLEMENT[namespace]["operations"][name]

    assert essence(theirs) == essence(ours)


@pytest.mark.parametrize(("namespace", "name"), in_both("shapes"))
def test_shape_is_as_in_botocore(namespace: Namespace, name: str) -> None:
    """A shape of the supplement that the installed botocore has is the same there.

    The supplement is of the newest botocore, so on one that does not have the youngest
    shape, it is compared as it was then.
    """
    theirs = INSTALLED[namespace]["shapes"][name]

    ours = SUPPLEMENT[namespace]["shapes"][name]

    if YOUNGEST_SHAPE not in INSTALLED[namespace]["shapes"]:
        ours = as_before_the_youngest_shape(essence(ours))
    assert essence(theirs) == essence(ours)


@every_namespace
def test_supplement_has_the_operations_that_botocore_drops(namespace: Namespace) -> None:
    """The proxy operations, and what botocore has dropped with them, are all kept."""
    expected = PROXY_OPERATIONS | DROPPED_WITH_THEM[namespace]

    assert expected == set(SUPPLEMENT[namespace]["operations"])


@every_namespace
def test_botocore_has_all_of_these_operations_or_none(namespace: Namespace) -> None:
    """Operations come and go together, so that the comparison above misses none."""
    operations = set(SUPPLEMENT[namespace]["operations"])

    installed = operations & set(INSTALLED[namespace]["operations"])

    assert installed in (operations, set())


@every_namespace
def test_where_botocore_has_the_operations_it_has_the_shapes(namespace: Namespace) -> None:
    """Only the youngest shape may be missing, so that the comparison above misses no other."""
    has_operations = "ListProxySessions" in INSTALLED[namespace]["operations"]
    shapes = set(SUPPLEMENT[namespace]["shapes"])

    missing = shapes - set(INSTALLED[namespace]["shapes"]) - {YOUNGEST_SHAPE}

    assert not (has_operations and missing)


@every_namespace
def test_supplement_has_the_shapes_that_it_needs_and_no_others(namespace: Namespace) -> None:
    """The supplement needs no shape of botocore's, and keeps none that nothing refers to."""
    supplement = SUPPLEMENT[namespace]

    assert reachable_shapes(supplement) == set(supplement["shapes"])


@every_namespace
def test_complete_model_lacks_no_shape(namespace: Namespace) -> None:
    """Every shape that an operation of the complete model needs is there."""
    completed = complete(INSTALLED[namespace], SUPPLEMENT[namespace])

    assert reachable_shapes(completed) <= set(completed["shapes"])


def test_completing_adds_what_is_missing() -> None:
    """What only the supplement has comes in; where both have it, botocore's counts."""
    base = {"operations": {"A": 1}, "shapes": {"S": 1}, "metadata": {"signingName": "chime"}}
    supplement = {"operations": {"A": 2, "B": 2}, "shapes": {"S": 2, "T": 2}}

    completed = complete(base, supplement)

    assert completed == {
        "operations": {"A": 1, "B": 2},
        "shapes": {"S": 1, "T": 2},
        "metadata": {"signingName": "chime"},
    }


def test_completing_leaves_the_base_alone() -> None:
    """The model that botocore may have cached is not changed."""
    base: dict[str, Any] = {"operations": {}, "shapes": {}}

    complete(base, {"operations": {"A": 1}, "shapes": {"S": 1}})

    assert base == {"operations": {}, "shapes": {}}


@every_namespace
def test_data_path_of_the_user_does_not_matter(
    namespace: Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models that AWS_DATA_PATH puts before botocore's are for clients, not for the server."""
    folder = tmp_path / namespace.value / "2099-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text('{"operations": {}, "shapes": {}, "metadata": {}}')
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))

    # Past the cache, to load it now.
    model = load_service_model.__wrapped__(namespace)

    assert INSTALLED[namespace]["operations"].keys() <= set(model.operation_names)


@every_namespace
def test_namespace_signs_as_chime(namespace: Namespace) -> None:
    """Both namespaces have one name in signatures, by which the server knows its requests."""
    assert load_service_model(namespace).signing_name == "chime"
