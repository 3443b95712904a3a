"""The command `chime-proxy-mock`, as a program of its own."""

import re
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

import chime_proxy_mock
from tests.processes import MODULE, run, started

SCRIPT = [str(Path(sysconfig.get_path("scripts")) / "chime-proxy-mock")]

both_commands = pytest.mark.parametrize("command", [SCRIPT, MODULE], ids=["script", "module"])


class Serving(NamedTuple):
    """The command `serve`, running.

    Attributes:
        process: The process.
        greeting: The first line that it has printed.
    """

    process: subprocess.Popen[str]
    greeting: str

    @property
    def url(self) -> str:
        """Where it says that it listens."""
        return self.greeting.split()[2]

    def stop(self, stop_signal: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal; return exit code and what was printed since, on both channels."""
        self.process.send_signal(stop_signal)
        output, errors = self.process.communicate(timeout=30)
        return self.process.returncode, output, errors


@contextmanager
def serving(*arguments: str, command: list[str] = MODULE, **variables: str) -> Iterator[Serving]:
    """Run `serve`, from the line on that says where it listens."""
    with started([*command, "serve", *arguments], **variables) as process:
        assert process.stdout
        yield Serving(process, process.stdout.readline())


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens already."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@both_commands
def test_serve_says_where_it_listens(command: list[str]) -> None:
    """The first line names the URL, and comes at once even if nobody sees a terminal."""
    with serving("--port", "0", command=command) as server:
        assert re.fullmatch(
            r"Listening on http://127\.0\.0\.1:[1-9]\d* \(Ctrl-C stops\)\n", server.greeting
        )


def test_serve_answers() -> None:
    """What it says it listens on is the mock."""
    with serving("--port", "0") as server:
        answer = requests.get(f"{server.url}/voice-connectors", timeout=30)

    assert (200, {"VoiceConnectors": [], "NextToken": None}) == (answer.status_code, answer.json())


def test_serve_takes_host_and_port(free_port: int) -> None:
    """The short options choose where to listen."""
    with serving("-H", "localhost", "-p", str(free_port)) as server:
        assert f"http://localhost:{free_port}" == server.url


def test_serve_takes_the_port_from_the_environment(free_port: int) -> None:
    """MOTO_PORT, which moto's own server knows, chooses the port."""
    with serving(MOTO_PORT=str(free_port)) as server:
        assert f"http://127.0.0.1:{free_port}" == server.url


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM])
def test_serve_stops_on_signals(stop_signal: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end it in good order: exit code 0, one line, no traceback."""
    with serving("--port", "0") as server:
        assert (0, "Stopped\n", "") == server.stop(stop_signal)


def test_serve_frees_its_port() -> None:
    """As soon as it has stopped, another server can have the port."""
    with serving("--port", "0") as server:
        server.stop()
        port = server.url.rpartition(":")[2]

    with serving("--port", port) as successor:
        assert server.url == successor.url


def test_serve_logs_requests() -> None:
    """Each request is a line on standard error, as web servers write it."""
    with serving("--port", "0") as server:
        requests.get(f"{server.url}/voice-connectors?max-results=5", timeout=30)
        _, _, errors = server.stop()

    assert re.fullmatch(
        r'127\.0\.0\.1 - - \[.+\] "GET /voice-connectors\?max-results=5 HTTP/1\.1" 200 -\n', errors
    )


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_serve_can_be_quiet(option: str) -> None:
    """With --quiet, requests leave no line."""
    with serving("--port", "0", option) as server:
        requests.get(f"{server.url}/voice-connectors", timeout=30)

        assert (0, "Stopped\n", "") == server.stop()


def test_serve_says_when_the_port_is_taken(taken_port: int) -> None:
    """A taken port is one line of what and what to do, exit code 1, no traceback."""
    finished = run([*MODULE, "serve", "--port", str(taken_port)])

    expected = (
        f"Error: Cannot listen on 127.0.0.1, port {taken_port}: Address already in use. "
        "Choose another port, or 0 for any free one.\n"
    )
    assert (1, "", expected) == (finished.returncode, finished.stdout, finished.stderr)


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ("65536", "65536 is not in the range 0<=x<=65535."),
        ("-1", "-1 is not in the range 0<=x<=65535."),
        ("http", "'http' is not a valid integer range."),
    ],
)
def test_serve_refuses_what_is_no_port(port: str, reason: str) -> None:
    """A number out of range, or no number, is a mistake of usage: exit code 2."""
    finished = run([*MODULE, "serve", f"--port={port}"])

    assert 2 == finished.returncode
    assert finished.stderr.endswith(f": {reason}\n")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_missing_packages_are_named(command: str, tmp_path: Path) -> None:
    """Without the extra `server`, both commands end with the way to install it."""
    (tmp_path / "flask.py").write_text("raise ImportError(\"No module named 'flask'\")\n")

    finished = run(
        [*MODULE, command], PYTHONPATH=str(tmp_path), PYTHONWARNINGS="ignore", MOTO_PORT="0"
    )

    assert 1 == finished.returncode
    assert (
        "Error: The server needs more packages (No module named 'flask'): "
        "install them with pip install 'chime-proxy-mock[server]'\n"
    ) == finished.stderr


def test_serve_keeps_the_state(tmp_path: Path) -> None:
    """What one server saved at its stop, the next has from its start, page tokens included."""
    state = tmp_path / "state.json"
    with serving("--port=0", "--quiet", f"--state={state}") as first:
        chime = chime_proxy_mock.connect(first.url)
        chime.clock.freeze()
        (connector_id,) = chime.state.seed(sessions_per_connector=5)
        path = f"/voice-connectors/{connector_id}/proxy-sessions?max-results=2"
        before = requests.get(first.url + path, timeout=10).content
        assert (0, "Stopped\n", "") == first.stop()

    with serving("--port=0", "--quiet", f"--state={state}") as second:
        after = requests.get(second.url + path, timeout=10).content

    assert before == after


def test_serve_refuses_a_broken_state_file(tmp_path: Path) -> None:
    """Rather than to begin with nothing, and to overwrite it in the end."""
    state = tmp_path / "state.json"
    state.write_text("{}")

    finished = run([*MODULE, "serve", "--port=0", f"--state={state}"])

    message = f"Error: {state}: Not a state document: Object missing required field `format`\n"
    assert (1, "", message) == (finished.returncode, finished.stdout, finished.stderr)
    assert state.read_text() == "{}"


@both_commands
def test_demo_shows_both_ways(command: list[str]) -> None:
    """The demo runs as it is installed, and shows a listing for each way."""
    finished = run([*command, "demo"])

    assert (0, "") == (finished.returncode, finished.stderr)
    assert [14, 2] == [finished.stdout.count("Ride"), finished.stdout.count("Status  Page")]


@pytest.mark.parametrize(
    ("command", "name"),
    [(SCRIPT, "chime-proxy-mock"), (MODULE, "python -m chime_proxy_mock")],
    ids=["script", "module"],
)
def test_version(command: list[str], name: str) -> None:
    """--version prints the name and the package's version."""
    finished = run([*command, "--version"])

    assert f"{name}, version {chime_proxy_mock.__version__}\n" == finished.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            [],
            """
            Usage: chime-proxy-mock [OPTIONS] COMMAND [ARGS]...

              An in-memory mock of Amazon Chime Voice Connectors and proxy sessions.

            Options:
              --version  Show the version and exit.
              --help     Show this message and exit.

            Commands:
              demo   Show proxy sessions at work, in-process and over HTTP.
              serve  Serve Amazon Chime, and all else that moto mocks, over HTTP.
            """,
        ),
        (
            ["serve"],
            """
            Usage: chime-proxy-mock serve [OPTIONS]

              Serve Amazon Chime, and all else that moto mocks, over HTTP.

            Options:
              -H, --host TEXT           Address to listen on.  [default: 127.0.0.1]
              -p, --port INTEGER RANGE  Port to listen on; 0 takes a free one.  [env var:
                                        MOTO_PORT; default: 5000; 0<=x<=65535]
              -q, --quiet               Print no line for each request.
              --state FILE              File to load the state from at the start, and to
                                        save it to at a clean stop.
              --help                    Show this message and exit.
            """,
        ),
        (
            ["demo"],
            """
            Usage: chime-proxy-mock demo [OPTIONS]

              Show proxy sessions at work, in-process and over HTTP.

            Options:
              --help  Show this message and exit.
            """,
        ),
    ],
    ids=["main", "serve", "demo"],
)
def test_help(arguments: list[str], expected: str) -> None:
    """--help explains the command and each subcommand."""
    finished = run([*SCRIPT, *arguments, "--help"], COLUMNS="80")

    assert expected.split() == finished.stdout.split()
