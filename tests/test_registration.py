"""How the backend gets into moto and out again: each time in a fresh interpreter.

In this one the pytest plugin has registered it already.
"""

import pytest

from tests.processes import run_python

_REGISTRY = """
    import re, sys
    from moto.backend_index import backend_url_patterns

    URL = "https://voice-chime.us-east-1.amazonaws.com/voice-connectors"

    def services():
        return [service for service, pattern in backend_url_patterns if pattern.match(URL)]
"""


def run_with_registry(code: str) -> str:
    """Run code that looks at moto's registry, and return what it prints."""
    return run_python(_REGISTRY + code)


def test_importing_the_package_changes_nothing_in_moto() -> None:
    """The import leaves moto's URL patterns and the modules below moto's package alone."""
    printed = run_with_registry(
        """
    import moto.core.responses, moto.moto_api
    patterns = list(backend_url_patterns)
    import chime_proxy_mock

    print(patterns == backend_url_patterns, "moto.chime" in sys.modules)
    """
    )

    assert "True False\n" == printed


def test_register_makes_moto_find_chime() -> None:
    """After register(), Chime is what moto finds first for a URL of Chime."""
    printed = run_with_registry(
        """
    import chime_proxy_mock
    chime_proxy_mock.register()

    print(services(), backend_url_patterns[0][0])
    """
    )

    assert "['chime'] chime\n" == printed


def test_registering_twice_is_registering_once() -> None:
    """A second register() changes nothing, so that one unregister() undoes both."""
    printed = run_with_registry(
        """
    import chime_proxy_mock
    patterns = list(backend_url_patterns)
    chime_proxy_mock.register()
    chime_proxy_mock.register()
    print(services())

    chime_proxy_mock.unregister()

    print(patterns == backend_url_patterns, "moto.chime" in sys.modules)
    """
    )

    assert "['chime']\nTrue False\n" == printed


def test_unregister_without_register_changes_nothing() -> None:
    """There is nothing to undo, before a register() or after an unregister()."""
    printed = run_with_registry(
        """
    import chime_proxy_mock
    patterns = list(backend_url_patterns)
    chime_proxy_mock.unregister()
    chime_proxy_mock.register()
    chime_proxy_mock.unregister()
    chime_proxy_mock.unregister()

    print(patterns == backend_url_patterns)
    """
    )

    assert "True\n" == printed


def test_can_be_registered_again() -> None:
    """After unregister(), register() works as it did the first time."""
    printed = run_with_registry(
        """
    import chime_proxy_mock
    chime_proxy_mock.register()
    chime_proxy_mock.unregister()
    chime_proxy_mock.register()

    print(services())
    """
    )

    assert "['chime']\n" == printed


@pytest.mark.parametrize(
    "holder",
    ["chime_proxy_mock.mock_chime()", "ChimeServer()"],
    ids=["mock_chime", "ChimeServer"],
)
def test_stays_as_long_as_somebody_needs_it(holder: str) -> None:
    """unregister() does not take Chime from a mock or a server that is active."""
    printed = run_with_registry(
        f"""
    import chime_proxy_mock
    from chime_proxy_mock.server import ChimeServer
    chime_proxy_mock.register()

    with {holder}:
        chime_proxy_mock.unregister()
        print(services())

    print(services())
    """
    )

    assert "['chime']\n[]\n" == printed


def test_the_end_of_a_mock_leaves_a_registration_alone() -> None:
    """What register() did is there after a mock_chime() inside it."""
    printed = run_with_registry(
        """
    import chime_proxy_mock
    chime_proxy_mock.register()
    with chime_proxy_mock.mock_chime():
        pass

    print(services())
    """
    )

    assert "['chime']\n" == printed


_ANSWER = """
    import boto3
    import chime_proxy_mock
    from botocore.exceptions import ClientError
    from moto import mock_aws

    @mock_aws
    def answer():
        client = boto3.client("chime-sdk-voice", region_name="us-east-1")
        try:
            return client.list_voice_connectors()["VoiceConnectors"]
        except ClientError as error:
            return error.response["Error"]["Code"]
"""


def test_mock_aws_serves_chime_after_register() -> None:
    """Moto's own decorator answers Chime between register() and unregister()."""
    printed = run_python(
        _ANSWER
        + """
    print(answer())
    chime_proxy_mock.register()
    print(answer())
    chime_proxy_mock.unregister()
    print(answer())
    """
    )

    assert "404\n[]\n404\n" == printed


def test_threads_may_register_at_once() -> None:
    """Mocks that threads start and stop at once leave nothing registered."""
    printed = run_with_registry(
        """
    import threading
    sys.setswitchinterval(1e-6)
    from chime_proxy_mock import registration
    patterns = list(backend_url_patterns)

    def work(number):
        for _ in range(500):
            registration.hold(number)
            registration.release(number)

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()

    print(patterns == backend_url_patterns, "moto.chime" in sys.modules)
    """
    )

    assert "True False\n" == printed
