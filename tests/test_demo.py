"""The demo: what it prints, and what it leaves alone."""

import os
import re

import pytest
from click.testing import CliRunner

from chime_proxy_mock.command_line import main
from chime_proxy_mock.demo import run_demo
from tests.stand_in import ON_AWS, make_client, names

TABLE = """\
list_proxy_sessions(Status=..., MaxResults=3), page by page

  Status  Page  Name    Participants                Proxy number  Capabilities  Ended
  Open    1     Ride 2  +12065550101, +14155550100  +12025550100  SMS, Voice    not yet
  Open    1     Ride 3  +12065550102, +14155550100  +12035550100  SMS, Voice    not yet
  Open    1     Ride 5  +12065550104, +14155550100  +12065550100  SMS, Voice    not yet
  Open    2     Ride 6  +12065550105, +14155550100  +12075550100  SMS, Voice    not yet
  Closed  1     Ride 1  +12065550100, +14155550100  +12015550100  SMS, Voice    after 30 min
  Closed  1     Ride 4  +12065550103, +14155550100  +12055550100  SMS, Voice    after 30 min
  Closed  1     Ride 7  +12065550106, +14155550100  +12085550100  SMS, Voice    after 30 min
"""

REPORT = f"""\
In-process: with mock_chime(), no network
{TABLE}
Over HTTP: the standalone server on http://127.0.0.1:PORT
{TABLE}"""


def report() -> str:
    """Run the demo and return what it prints, without the port."""
    lines: list[str] = []
    run_demo(lines.append)
    return re.sub(r":\d+$", ":PORT", "\n".join(lines) + "\n", flags=re.MULTILINE)


def test_prints_sessions_by_status_and_page() -> None:
    """The report shows the same listing in-process and over HTTP, pages of three."""
    assert REPORT == report()


def test_command_prints_the_report() -> None:
    """`chime-proxy-mock demo` prints what run_demo() writes, and succeeds."""
    result = CliRunner().invoke(main, ["demo"])

    assert REPORT == re.sub(r":\d+$", ":PORT", result.output, flags=re.MULTILINE)
    assert 0 == result.exit_code


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "AWS_ENDPOINT_URL"])
def test_goes_past_proxies_and_endpoints(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """A proxy or an endpoint in the environment, such as LocalStack's, is not used."""
    monkeypatch.setenv(variable, "http://127.0.0.1:9")

    assert REPORT == report()


def test_leaves_nothing_behind() -> None:
    """Afterwards nothing is mocked and the environment is as before."""
    before = dict(os.environ)

    report()

    assert [ON_AWS] == names(make_client())
    assert before == dict(os.environ)
