"""The command ``chime-proxy-mock``."""

import signal
from threading import Event

import click

from chime_proxy_mock.demo import run_demo
from chime_proxy_mock.server import ChimeServer, ServerStartError


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
def serve(host: str, port: int, quiet: bool) -> None:
    """Serve Amazon Chime, and every other service that moto mocks, over HTTP."""
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    server = ChimeServer(host, port, log_requests=not quiet)
    try:
        server.start()
    except ServerStartError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Listening on {server.url} (Ctrl-C stops)")
    stopped.wait()
    server.stop()
    click.echo("Stopped")


@main.command()
def demo() -> None:
    """Create, list and page proxy sessions with real clients, in-process and over HTTP."""
    run_demo(click.echo)
