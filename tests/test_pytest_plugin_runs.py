"""The plugin in runs of pytest of its own: loaded, disabled, distributed, overridden.

The inner runs know nothing of this project's settings, so they load the installed plugin.
"""

import os
import re

import pytest

from tests.processes import run_python


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what steers this run of pytest from the inner runs."""
    for name in os.environ:
        if name.startswith(("PYTEST_", "COV_CORE_")) and name != "PYTEST_CURRENT_TEST":
            monkeypatch.delenv(name)


def run(pytester: pytest.Pytester, code: str, *arguments: str) -> pytest.RunResult:
    """Run a test file in a pytest of its own."""
    pytester.makepyfile(code)
    return pytester.runpytest_subprocess(*arguments)


def test_moto_serves_chime(pytester: pytest.Pytester) -> None:
    """With the plugin installed, moto's own mock_aws serves Chime; nothing is imported."""
    result = run(
        pytester,
        """
        import boto3
        from moto import mock_aws

        @mock_aws
        def test():
            client = boto3.client("chime-sdk-voice", region_name="us-east-1")
            assert [] == client.list_voice_connectors()["VoiceConnectors"]
        """,
    )

    result.assert_outcomes(passed=1)


def test_plugin_can_be_disabled(pytester: pytest.Pytester) -> None:
    """With -p no:chime_proxy_mock, moto is as it comes, and mock_chime works still."""
    result = run(
        pytester,
        """
        import boto3
        import pytest
        from botocore.exceptions import ClientError
        from chime_proxy_mock import mock_chime
        from moto import mock_aws

        def connectors():
            client = boto3.client("chime-sdk-voice", region_name="us-east-1")
            return client.list_voice_connectors()["VoiceConnectors"]

        @mock_chime
        def test_mock_chime():
            assert [] == connectors()

        @mock_aws
        def test_mock_aws():
            with pytest.raises(ClientError, match="404"):
                connectors()

        def test_fixtures(chime_mock): ...
        """,
        "-p",
        "no:chime_proxy_mock",
    )

    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["E  *fixture 'chime_mock' not found"])


def test_region_can_be_overridden(pytester: pytest.Pytester) -> None:
    """A chime_region of the user's own moves the clients and all that is made with them."""
    result = run(
        pytester,
        """
        import pytest

        @pytest.fixture
        def chime_region():
            return "eu-central-1"

        def test(chime_sdk_voice_client, chime_voice_connector_id):
            connector = chime_sdk_voice_client.get_voice_connector(
                VoiceConnectorId=chime_voice_connector_id
            )["VoiceConnector"]
            assert "eu-central-1" == chime_sdk_voice_client.meta.region_name
            assert ":eu-central-1:" in connector["VoiceConnectorArn"]
        """,
    )

    result.assert_outcomes(passed=1)


def test_runs_can_be_distributed(pytester: pytest.Pytester) -> None:
    """With pytest-xdist, each worker has a server and a state of its own."""
    result = run(
        pytester,
        """
        import boto3
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test(chime_server, chime_proxy_session_factory, chime_voice_connector_id, number):
            chime_proxy_session_factory()
            client = boto3.client(
                "chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url
            )
            listed = client.list_proxy_sessions(VoiceConnectorId=chime_voice_connector_id)
            assert 1 == len(listed["ProxySessions"])
        """,
        "--numprocesses=2",
    )

    result.assert_outcomes(passed=6)


def test_warnings_may_be_errors(pytester: pytest.Pytester) -> None:
    """The fixtures give no warning, so that a suite may turn warnings into errors."""
    result = run(
        pytester,
        """
        def test(chime_client, chime_server, chime_proxy_session_factory):
            chime_proxy_session_factory()
        """,
        "-Werror",
        # Old versions of botocore do this, on Python 3.12 and later.
        "-Wignore:datetime.datetime.utcnow:DeprecationWarning",
        # It warns about a setting that this run does not have.
        "-pno:asyncio",
    )

    result.assert_outcomes(passed=1)


def test_fixtures_are_listed(pytester: pytest.Pytester) -> None:
    """`pytest --fixtures` shows each fixture with its scope and a sentence of what it is."""
    listed = pytester.runpytest_subprocess("--fixtures").stdout.str()

    assert {
        "chime_region": "The Region of the clients: us-east-1. Override it to choose another.",
        "chime": "The control handle of the mock: faults, limits, clock, calls, state, journal.",
        "chime_mock": "An active mock_chime(), with no state when the test begins.",
        "chime_client": (
            "A boto3 client of the legacy namespace, chime, with what the installed boto3 has."
        ),
        "chime_sdk_voice_client": "A boto3 client of the namespace chime-sdk-voice.",
        "chime_voice_connector_id": (
            "The id of a Voice Connector with proxy sessions configured: 60 minutes, pool US."
        ),
        "chime_proxy_session_factory": (
            "A function that creates a proxy session and returns it; takes the API's parameters."
        ),
        "chime_session_server [session scope]": (
            "The server behind chime_server: one for the whole run, on loopback and a free port."
        ),
        "chime_server": (
            "A running standalone server, with no state when the test begins; see its url."
        ),
    } == dict(re.findall(r"^(chime\b.*|chime_.+) -- .*\n +(.+)$", listed, re.MULTILINE))


def test_leaves_a_program_as_it_was() -> None:
    """After pytest has run inside a program, moto is as the program had it before."""
    printed = run_python(
        """
        import os, tempfile, pytest
        from moto.backend_index import backend_url_patterns
        import chime_proxy_mock
        os.chdir(tempfile.mkdtemp())

        def run_pytest():
            pytest.main(["-q"])
            print("registered" if backend_url_patterns[0][0] == "chime" else "not registered")

        run_pytest()
        chime_proxy_mock.register()
        run_pytest()
        """
    )

    answers = [line for line in printed.splitlines() if "registered" in line]
    assert ["not registered", "registered"] == answers
