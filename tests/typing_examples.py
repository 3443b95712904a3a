"""What type checkers make of the public API: read by mypy, never run."""

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import Any

from typing_extensions import assert_type

from chime_proxy_mock import ChimeControl, MockChime, connect, mock_chime, register, unregister
from chime_proxy_mock.control.records import CallRecord, FaultRecord
from chime_proxy_mock.pytest_plugin import ProxySessionFactory
from chime_proxy_mock.server import ChimeServer


@mock_chime
def bare(number: str, *, tries: int = 3) -> bool:
    """Decorated without parentheses."""
    return bool(number and tries)


assert_type(bare("+12065550100", tries=1), bool)
bare(1)  # type: ignore[arg-type]


@mock_chime(config={"core": {"service_whitelist": ["chime"]}}, restore_client=True)
def called(number: str) -> bool:
    """Decorated with parentheses."""
    return bool(number)


assert_type(called("+12065550100"), bool)
called(number=1)  # type: ignore[arg-type]


@mock_chime
async def coroutine(number: str) -> bool:
    """Decorated and asynchronous."""
    return bool(number)


async def awaits() -> None:
    """A caller of the above."""
    assert_type(await coroutine("+12065550100"), bool)


@mock_chime
def generator() -> Iterator[int]:
    """Decorated, as a fixture is."""
    yield 1


assert_type(generator(), Iterator[int])


@mock_chime
class Decorated:
    """A decorated class."""

    def method(self) -> int:
        """Return a number."""
        return 1


assert_type(Decorated().method(), int)

assert_type(mock_chime(), MockChime)
assert_type(mock_chime(restore_client=True), MockChime)
mock_chime(config={"core": {"service_whitelist": "chime"}})  # type: ignore[call-overload]
mock_chime(restore_clients=True)  # type: ignore[call-overload]

with mock_chime() as chime:
    assert_type(chime, ChimeControl)
    assert_type(chime.clock.advance(minutes=61), datetime.datetime)
    assert_type(chime.faults.inject("*", delivery="dropped"), FaultRecord)
    chime.faults.inject("*", delivery="late")  # type: ignore[arg-type]
    assert_type(chime.journal.calls(), list[CallRecord])
    assert_type(chime.state.seed(), list[str])

assert_type(connect("http://127.0.0.1:5000"), ChimeControl)

with ChimeServer(port=0) as server:
    assert_type(server, ChimeServer)
    assert_type(server.url, str)

register()
unregister()


def uses_fixtures(chime_proxy_session_factory: ProxySessionFactory) -> None:
    """A test as users write it."""
    assert_type(chime_proxy_session_factory(Name="Ride"), dict[str, Any])


async def streams() -> AsyncIterator[int]:
    """A block in an asynchronous generator, which cannot be decorated."""
    with mock_chime():
        yield 1
