"""What the package promises to those who import it."""

import importlib.metadata
import importlib.resources
import inspect

import pytest

import chime_proxy_mock
from chime_proxy_mock import server


def test_public_names() -> None:
    """The package offers these names, and no others."""
    assert {
        "ChimeControl",
        "ControlError",
        "MockChime",
        "connect",
        "mock_chime",
        "register",
        "unregister",
    } == set(chime_proxy_mock.__all__)


@pytest.mark.parametrize("name", chime_proxy_mock.__all__)
def test_public_names_are_documented(name: str) -> None:
    """Each public name exists and explains itself."""
    assert inspect.getdoc(getattr(chime_proxy_mock, name))


@pytest.mark.parametrize("name", ["ChimeServer", "ServerStartError"])
def test_server_names_are_documented(name: str) -> None:
    """Each public name of the server module exists and explains itself."""
    assert inspect.getdoc(getattr(server, name))


def test_version_is_that_of_the_distribution() -> None:
    """The version in the code is the one that pip shows."""
    assert importlib.metadata.version("chime-proxy-mock") == chime_proxy_mock.__version__


def test_package_is_typed() -> None:
    """Type checkers may use the package's annotations."""
    assert (importlib.resources.files(chime_proxy_mock) / "py.typed").is_file()


def test_mock_chime_takes_what_mock_aws_takes() -> None:
    """mock_chime can replace mock_aws: its parameters come first, by the same names."""
    from moto import mock_aws

    parameters = list(inspect.signature(chime_proxy_mock.mock_chime).parameters)

    assert [*inspect.signature(mock_aws).parameters, "restore_client"] == parameters


def test_entry_points() -> None:
    """The distribution brings a command and a plugin for pytest."""
    entry_points = importlib.metadata.distribution("chime-proxy-mock").entry_points

    assert {
        ("console_scripts", "chime-proxy-mock", "chime_proxy_mock.command_line:main"),
        ("pytest11", "chime_proxy_mock", "chime_proxy_mock.pytest_plugin"),
    } == {(entry.group, entry.name, entry.value) for entry in entry_points}
