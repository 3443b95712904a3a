"""The server's life: where it listens, how it starts and stops, what it says if it cannot."""

import logging
import socket
from typing import Any

import boto3
import pytest
import requests

from chime_proxy_mock import mock_chime
from chime_proxy_mock.server import ChimeServer, ServerStartError
from tests.processes import run_python
from tests.stand_in import create, names


def status_of(url: str) -> int:
    """Return the status with which a server answers a request for Chime."""
    return requests.get(f"{url}/voice-connectors", timeout=30).status_code


def is_listening(server: ChimeServer) -> bool:
    """Tell whether somebody accepts connections where a server is, or was."""
    host, _, port = server.url.removeprefix("http://").rpartition(":")
    with socket.socket() as client:
        return client.connect_ex((host, int(port))) == 0


def has_ipv6() -> bool:
    """Tell whether this machine has an IPv6 loopback address."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_answers_as_soon_as_it_has_started() -> None:
    """When start() returns, a request is answered."""
    server = ChimeServer()
    server.start()

    status = status_of(server.url)
    server.stop()

    assert 200 == status


def test_listens_inside_the_block_only() -> None:
    """As a context manager, a server listens until the end of the block."""
    with ChimeServer() as server:
        inside = is_listening(server)

    assert (True, False) == (inside, is_listening(server))


def test_exception_stops_the_server() -> None:
    """An exception passes through the block, and the server stops."""
    with pytest.raises(LookupError), ChimeServer() as server:
        raise LookupError

    assert not is_listening(server)


def test_takes_a_free_port_on_loopback() -> None:
    """By default nobody outside the machine can connect, and servers do not collide."""
    with ChimeServer() as first, ChimeServer() as second:
        assert first.url.startswith("http://127.0.0.1:")
        assert first.url != second.url


def test_takes_the_port_it_is_told() -> None:
    """A port that is asked for is the one that is listened on."""
    with ChimeServer() as server:
        pass
    port = int(server.url.rpartition(":")[2])

    with ChimeServer(port=port) as successor:
        assert f"http://127.0.0.1:{port}" == successor.url
        assert is_listening(successor)


def test_can_start_again_where_it_was() -> None:
    """A stopped server that starts again keeps its URL."""
    server = ChimeServer()
    with server:
        first_url = server.url

    with server:
        assert (first_url, 200) == (server.url, status_of(server.url))


def test_stopping_twice_changes_nothing() -> None:
    """A server that does not run can be stopped, before it ran and after."""
    server = ChimeServer()
    server.stop()
    with server:
        pass
    server.stop()

    assert not is_listening(server)


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_listens_on_ipv6() -> None:
    """An IPv6 address works, and stands in brackets in the URL."""
    with ChimeServer("::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert 200 == status_of(server.url)


def test_taken_port_is_refused() -> None:
    """A taken port is an error that names host, port and remedy."""
    with ChimeServer() as server:
        port = int(server.url.rpartition(":")[2])

        with pytest.raises(ServerStartError) as refused:
            ChimeServer(port=port).start()

    assert (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. "
        "Choose another port, or 0 for any free one."
    ) == str(refused.value)


def test_starting_twice_is_refused() -> None:
    """A server that runs cannot be started again, and goes on running."""
    with ChimeServer() as server:
        with pytest.raises(ServerStartError):
            server.start()

        assert 200 == status_of(server.url)


def test_foreign_address_is_refused() -> None:
    """An address that is not this machine's is an error that names host, port and remedy."""
    # https://www.rfc-editor.org/rfc/rfc5737: an address for documentation.
    with pytest.raises(ServerStartError) as refused:
        ChimeServer("192.0.2.1").start()

    assert (
        "Cannot listen on 192.0.2.1, port 0: Cannot assign requested address. "
        "Choose an address of this machine, such as 127.0.0.1."
    ) == str(refused.value)


def test_failed_start_leaves_nothing_registered() -> None:
    """After a failure to start, moto is as it was."""
    printed = run_python(
        """
        import socket
        from moto.backend_index import backend_url_patterns
        from chime_proxy_mock.server import ChimeServer, ServerStartError
        patterns = list(backend_url_patterns)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            try:
                ChimeServer(port=listener.getsockname()[1]).start()
            except ServerStartError:
                print(patterns == backend_url_patterns)
        """
    )

    assert "True\n" == printed


def test_missing_packages_leave_nothing_behind() -> None:
    """Without Flask, the error says how to get it; moto is as it was, the port is free."""
    printed = run_python(
        """
        import sys, warnings
        sys.modules["flask"] = None
        warnings.simplefilter("ignore")
        from moto.backend_index import backend_url_patterns
        from chime_proxy_mock.server import ChimeServer, ServerStartError
        patterns = list(backend_url_patterns)

        server = ChimeServer()
        for _ in range(2):
            try:
                server.start()
            except ServerStartError as error:
                print(str(error).rpartition(": ")[2], patterns == backend_url_patterns)
        """
    )

    assert "install them with pip install 'chime-proxy-mock[server]' True\n" * 2 == printed


def test_is_quiet_by_default(caplog: pytest.LogCaptureFixture) -> None:
    """A server in a test suite prints nothing for a request."""
    caplog.set_level(logging.INFO, logger="werkzeug")

    with ChimeServer() as server:
        status_of(server.url)

    assert [] == caplog.messages


def test_can_log_requests(caplog: pytest.LogCaptureFixture) -> None:
    """With log_requests=True, each request is a line of werkzeug's log."""
    caplog.set_level(logging.INFO, logger="werkzeug")

    with ChimeServer(log_requests=True) as server:
        status_of(server.url)

    assert 1 == len(caplog.messages)
    assert '"GET /voice-connectors HTTP/1.1" 200 -' in caplog.messages[0]


def make_client(server: ChimeServer) -> Any:
    """Return a client for a server."""
    return boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=server.url)


@mock_chime
def test_servers_of_a_process_share_state() -> None:
    """What one server was told, every other one knows, and so does the mock."""
    with ChimeServer() as first, ChimeServer() as second:
        create(make_client(first), "shared")

        assert ["shared"] == names(make_client(second))
        assert ["shared"] == names(boto3.client("chime-sdk-voice", region_name="us-east-1"))


@mock_chime
def test_state_outlives_a_server() -> None:
    """What a stopped server held is there when the next one starts."""
    with ChimeServer() as server:
        create(make_client(server), "kept")

    with ChimeServer() as successor:
        assert ["kept"] == names(make_client(successor))
