"""`mock_chime` on generator functions, coroutine functions and asynchronous generators."""

import asyncio
import inspect
import os
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest

from chime_proxy_mock import mock_chime
from tests.stand_in import ON_AWS, create, make_client, names


@pytest.fixture
def client() -> Any:
    """A client made before any mock; a stand-in for AWS answers what is not mocked."""
    return make_client()


@pytest.fixture
@mock_chime
def mocked_client() -> Iterator[Any]:
    """A client of a decorated fixture, which has made a Voice Connector."""
    client = make_client()
    create(client, "made by the fixture")
    yield client
    assert ["made by the fixture", "made by the test"] == names(client)


def test_fixture_stays_mocked_for_its_test(mocked_client: Any) -> None:
    """A decorated fixture mocks until its teardown is over, the test included."""
    create(mocked_client, "made by the test")

    assert ["made by the fixture", "made by the test"] == names(mocked_client)


def test_generator_is_mocked_from_first_to_last_step(client: Any) -> None:
    """A generator function mocks from its first step to its end, not at its call."""

    @mock_chime
    def steps() -> Iterator[list[str]]:
        yield names(client)
        create(client, "second step")
        yield names(client)

    generator = steps()
    before = names(client)

    assert [[], ["second step"]] == list(generator)
    assert ([ON_AWS], [ON_AWS]) == (before, names(client))


def test_generator_can_be_talked_to() -> None:
    """What is sent to a decorated generator arrives, and what it returns comes back."""

    @mock_chime
    def echo() -> Generator[str, str, str]:
        heard = yield "ready"
        return heard.upper()

    generator = echo()
    assert "ready" == next(generator)

    with pytest.raises(StopIteration) as stopped:
        generator.send("hello")

    assert "HELLO" == stopped.value.value


def test_exception_can_be_thrown_into_a_generator(client: Any) -> None:
    """A decorated generator may catch what is thrown into it, as a context manager does."""

    @mock_chime
    def careful() -> Generator[str, None, None]:
        try:
            yield "working"
        except LookupError:
            yield "recovered"

    generator = careful()
    next(generator)

    assert "recovered" == generator.throw(LookupError("out of luck"))
    generator.close()
    assert [ON_AWS] == names(client)


def test_closing_a_generator_ends_the_mock(client: Any) -> None:
    """A generator that is left before its end stops mocking when it is closed."""

    @mock_chime
    def endless() -> Iterator[int]:
        while True:
            yield 1

    generator: Any = endless()
    next(generator)
    inside = names(client)
    generator.close()

    assert ([], [ON_AWS]) == (inside, names(client))


def test_generator_function_stays_one() -> None:
    """A decorated generator function is one to pytest and to inspect."""

    @mock_chime
    def steps() -> Iterator[int]:
        yield 1

    assert inspect.isgeneratorfunction(steps)


@pytest.mark.asyncio
@mock_chime
async def test_coroutine_runs_mocked() -> None:
    """A decorated coroutine function is mocked to its end, over every await."""
    client = make_client()
    create(client, "before the pause")
    await asyncio.sleep(0)
    create(client, "after the pause")

    assert ["before the pause", "after the pause"] == names(client)


def test_coroutine_mocks_while_it_runs_only(client: Any) -> None:
    """Mocking starts when a coroutine does, not when it is made, and stops with it."""

    @mock_chime
    async def function() -> list[str]:
        await asyncio.sleep(0)
        return names(client)

    coroutine = function()
    before = names(client)

    assert [] == asyncio.run(coroutine)
    assert ([ON_AWS], [ON_AWS]) == (before, names(client))


def test_exception_in_a_coroutine_ends_the_mock(client: Any) -> None:
    """An exception passes through a decorated coroutine, and mocking stops."""

    @mock_chime
    async def function() -> None:
        raise LookupError("out of luck")

    with pytest.raises(LookupError, match=r"^out of luck$"):
        asyncio.run(function())

    assert [ON_AWS] == names(client)


def test_cancelling_a_coroutine_ends_the_mock(client: Any) -> None:
    """A task that is cancelled stops mocking."""

    @mock_chime
    async def endless() -> None:
        await asyncio.Event().wait()

    async def cancel_it() -> list[str]:
        task = asyncio.create_task(endless())
        await asyncio.sleep(0)
        inside = names(client)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return inside

    assert [] == asyncio.run(cancel_it())
    assert [ON_AWS] == names(client)


def test_coroutines_may_overlap(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of one decorated coroutine function that overlap leave everything as it was."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")

    @mock_chime
    async def function(turns: int) -> list[str]:
        for _ in range(turns):
            await asyncio.sleep(0)
        return names(client)

    async def run_both() -> list[list[str]]:
        return list(await asyncio.gather(function(1), function(5), function(3)))

    assert [[], [], []] == asyncio.run(run_both())
    assert [ON_AWS] == names(client)
    assert "real" == os.environ["AWS_ACCESS_KEY_ID"]


def test_coroutine_function_stays_one() -> None:
    """A decorated coroutine function is one to asyncio and to inspect."""

    @mock_chime
    async def function() -> None: ...

    assert inspect.iscoroutinefunction(function)


def test_asynchronous_generator_is_refused() -> None:
    """An asynchronous generator cannot be decorated; the message says what to do."""

    async def stream() -> AsyncIterator[int]:
        yield 1

    with pytest.raises(TypeError) as refused:
        mock_chime(stream)

    assert (
        "mock_chime cannot decorate the asynchronous generator "
        "test_asynchronous_generator_is_refused.<locals>.stream: "
        "use 'with mock_chime():' in its body"
    ) == str(refused.value)
