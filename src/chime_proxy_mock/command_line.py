"""The command ``chime-proxy-mock``."""

import signal
import time
from pathlib import Path

import click

from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.state_file import load_state_file, save_state_file
from chime_proxy_mock.control.transports import in_process
from chime_proxy_mock.demo import run_demo
from chime_proxy_mock.server import ChimeServer, ServerStartError

_POLL_SECONDS = 0.1


@click.group()
@click.version_option(package_name="chime-proxy-mock")
def main() -> None:
    """An in-memory mock of Amazon Chime Voice Connectors and proxy sessions."""


@main.command()
@click.option("-H", "--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "-p",
    "--port",
    default=5000,
    show_default=True,
    type=click.IntRange(0, 65535),
    envvar="MOTO_PORT",
    show_envvar=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print no line for each request.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to load the state from at the start, and to save it to at a clean stop.",
)
def serve(host: str, port: int, quiet: bool, state: Path | None) -> None:
    """Serve Amazon Chime, and all else that moto mocks, over HTTP."""
    # A list and not an Event, whose lock the interrupted code may hold; polled, because on
    # Windows a signal wakes nobody who waits for a lock.
    signals: list[int] = []
    for stop_signal in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop_signal, lambda number, _: signals.append(number))
    server = ChimeServer(host, port, log_requests=not quiet)
    chime = in_process()
    try:
        if state:
            load_state_file(chime, state)
        server.start()
    except (ControlError, ServerStartError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Listening on {server.url} (Ctrl-C stops)")
    while not signals:
        time.sleep(_POLL_SECONDS)
    server.stop()
    try:
        if state:
            save_state_file(chime, state)
    except ControlError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Stopped")


@main.command()
def demo() -> None:
    """Show proxy sessions at work, in-process and over HTTP."""
    try:
        run_demo(click.echo)
    except ServerStartError as error:
        raise click.ClickException(str(error)) from error
