"""What this project relies on in moto beyond its public names.

A failure here says which seam a new version of moto has moved; what is built on it is in
registration.py, decorator.py and chime/authorization.py.
"""

import inspect
import re
from pathlib import Path
from typing import Any

import moto
import pytest
from moto import backend_index, backends, mock_aws, settings
from moto.core.base_backend import BackendDict
from moto.core.config import default_user_config
from moto.core.models import MockAWS, botocore_stubber
from moto.core.responses import BaseResponse
from moto.iam import models as iam_models
from moto.moto_api import recorder
from moto.moto_server import werkzeug_app

from chime_proxy_mock.chime import chime_backends


def test_moto_has_no_chime_of_its_own() -> None:
    """Moto's package has no folder where this project puts its backend."""
    folder = Path(moto.__file__).parent / "chime"

    assert not folder.exists(), "moto has got a Chime backend: registering would hide it"


def test_moto_has_no_pattern_for_chime() -> None:
    """No service of moto's own claims the hosts of Amazon Chime."""
    urls = [
        "https://chime.us-east-1.amazonaws.com/",
        "https://voice-chime.eu-west-1.amazonaws.com/",
        "https://service.chime.aws.amazon.com/",
    ]

    claims = {
        service
        for service, pattern in backend_index.backend_url_patterns
        for url in urls
        if pattern.match(url)
    }

    assert {"chime"} == claims


def test_url_patterns_are_a_list_of_names_and_patterns() -> None:
    """`backend_url_patterns` is a list, to be changed in place, of (name, pattern)."""
    patterns = backend_index.backend_url_patterns

    assert list is type(patterns)
    assert {(str, re.Pattern)} == {(type(service), type(regex)) for service, regex in patterns}


def test_get_backend_finds_modules_below_moto() -> None:
    """`get_backend("chime")` takes `chime_backends` from the module moto.chime."""
    get_backend: Any = backends.get_backend

    assert chime_backends is get_backend("chime")


def test_reset_reaches_every_backend_in_use() -> None:
    """`BackendDict.reset()` resets backends that moto's own modules do not know."""
    backend = chime_backends["123456789012"]["us-east-1"]

    BackendDict.reset()

    assert backend is not chime_backends["123456789012"]["us-east-1"]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        (MockAWS.__init__, ["self", "config"]),
        (MockAWS.start, ["self", "reset"]),
        (MockAWS.stop, ["self", "remove_data"]),
        (MockAWS.reset, ["self"]),
        (MockAWS.__exit__, ["self", "args"]),
        (MockAWS._decorate_callable, ["self", "func", "reset", "remove_data"]),
        (MockAWS._decorate_class, ["self", "klass"]),
        (mock_aws, ["func", "config"]),
        (BaseResponse._authenticate_and_authorize_normal_action, ["self", "resource"]),
        (BaseResponse._get_action, ["self"]),
        (iam_models.get_account_id_from, ["access_key"]),
        (
            iam_models.mark_account_as_visited,
            ["account_id", "access_key", "service", "region"],
        ),
        (settings.allow_unknown_region, []),
        (werkzeug_app.create_backend_app, ["service"]),
        (werkzeug_app.DomainDispatcherApplication.__init__, ["self", "create_app"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_functions_take_what_they_took(method: Any, parameters: list[str]) -> None:
    """Functions of moto that are called or overridden have their known parameters."""
    assert parameters == list(inspect.signature(method).parameters)


@pytest.mark.parametrize(
    ("owner", "name", "kind"),
    [
        (recorder, "_user_enabled", bool),
        (settings, "INITIAL_NO_AUTH_ACTION_COUNT", float),
        (botocore_stubber, "enabled", bool),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_switches_are_where_they_were(owner: object, name: str, kind: type) -> None:
    """Switches of moto that are read have their known name and type."""
    assert kind is type(getattr(owner, name, None))


def test_configuration_names_services_as_the_registry_does() -> None:
    """The user's configuration has a whitelist and a passthrough of service names."""
    core = default_user_config["core"]

    assert {"service_whitelist", "passthrough"} <= core.keys()
    assert {"urls", "services"} == core["passthrough"].keys()


def test_servers_share_the_list_of_patterns() -> None:
    """A running server of moto's sees a later registration: it keeps the list itself."""
    application = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)

    assert backend_index.backend_url_patterns is application.backend_url_patterns
