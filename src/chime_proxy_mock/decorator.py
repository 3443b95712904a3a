"""`mock_chime`: moto's `mock_aws`, with Amazon Chime in it."""

import functools
import inspect
import os
import unittest
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, ParamSpec, TypeVar, cast, overload
from unittest.mock import patch

from moto import mock_aws
from moto.core.config import DefaultConfig
from moto.core.models import MockAWS
from moto.moto_api._internal.models import moto_api_backend

from chime_proxy_mock import registration
from chime_proxy_mock.control.handle import ChimeControl
from chime_proxy_mock.control.transports import in_process
from chime_proxy_mock.protocol.service_model import SUPPLEMENT_PATH

P = ParamSpec("P")
T = TypeVar("T")


@overload
def mock_chime(func: Callable[P, T]) -> Callable[P, T]: ...


@overload
def mock_chime(
    func: None = None, config: DefaultConfig | None = None, *, restore_client: bool = False
) -> "MockChime": ...


def mock_chime(
    func: Callable[P, T] | None = None,
    config: DefaultConfig | None = None,
    *,
    restore_client: bool = False,
) -> "MockChime | Callable[P, T]":
    """Mock AWS, Amazon Chime included: as a decorator or as a context manager.

    It is moto's `mock_aws` with the Chime backend registered while it is active, so that
    every other moto service works inside it. It decorates functions, coroutine functions,
    generator functions (such as pytest fixtures) and classes.

    Args:
        func: What to decorate, when used as ``@mock_chime`` without parentheses.
        config: moto's configuration, as for `mock_aws`; Chime's name in it is ``chime``.
        restore_client: Whether clients made meanwhile get the operations that the
            installed boto3 has dropped, so that tests of the old ``chime`` client run.
            Production code on that boto3 does not have them.

    Raises:
        TypeError: `func` is an asynchronous generator function.
    """
    mock = MockChime(config, restore_client=restore_client)
    return mock if func is None else mock(func)


class MockChime(MockAWS):
    """What `mock_chime` returns. It may be nested with moto's mocks, in either order."""

    def __init__(
        self, config: DefaultConfig | None = None, *, restore_client: bool = False
    ) -> None:
        # moto counts its active mocks on the class, which a subclass would do apart from
        # it. So a mock of moto's does the work, a new one each time: it keeps what it has
        # to restore on itself, and a decorated function may call itself.
        self._config = config
        self._restore_client = restore_client
        self._started: list[tuple[MockAWS, ExitStack]] = []

    def __enter__(self) -> ChimeControl:  # type: ignore[override]
        """Start mocking, and return the handle on what a test can bring about."""
        self.start()
        return in_process()

    def start(self, reset: bool = True) -> None:
        """Start mocking.

        Args:
            reset: Whether to forget all state first, if no other mock is active.
        """
        with ExitStack() as stack:
            registration.hold(stack)
            stack.callback(registration.release, stack)
            if self._restore_client:
                stack.enter_context(_restored_client())
            mock = mock_aws(config=self._config)
            mock.start(reset=reset)
            self._started.append((mock, stack.pop_all()))

    def stop(self, remove_data: bool = True) -> None:
        """Stop what the latest `start` started.

        Args:
            remove_data: Whether to forget all state, if no other mock is active.

        Raises:
            RuntimeError: There was no `start`.
        """
        if not self._started:
            raise RuntimeError("Called stop() before start().")
        mock, stack = self._started.pop()
        with stack:
            mock.stop(remove_data=remove_data)

    def reset(self) -> None:
        """Forget all state."""
        mock = mock_aws(config=self._config)
        if type(mock) is MockAWS:
            # Its reset() would also let the library requests through to AWS from now on.
            moto_api_backend.reset()
        else:
            mock.reset()

    def _decorate_callable(
        self, func: Callable[P, T], reset: bool, remove_data: bool
    ) -> Callable[P, T]:
        # moto's wrapper would stop mocking before the body of these has even begun.
        wrapper: Any
        if inspect.isasyncgenfunction(func):
            raise TypeError(
                f"mock_chime cannot decorate the asynchronous generator {func.__qualname__}: "
                "use 'with mock_chime():' in its body"
            )
        if inspect.iscoroutinefunction(func):

            @functools.wraps(func)
            async def wrapper(*args: Any, **kwargs: Any) -> Any:
                self.start(reset=reset)
                try:
                    return await func(*args, **kwargs)
                finally:
                    self.stop(remove_data=remove_data)

        elif inspect.isgeneratorfunction(func):

            @functools.wraps(func)
            def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
                self.start(reset=reset)
                try:
                    return (yield from func(*args, **kwargs))
                finally:
                    self.stop(remove_data=remove_data)

        else:
            return super()._decorate_callable(func, reset, remove_data)
        return cast("Callable[P, T]", wrapper)

    def _decorate_class(self, klass: type[T]) -> type[T]:
        if _defines("asyncSetUp", klass) and not _defines("setUp", klass):
            # moto knows setUp alone. Without one it would reset before each test, when
            # asyncSetUp has run already.
            test_case_class: Any = klass

            def setUp(test_case: Any) -> None:
                ancestors: Any = super(test_case_class, test_case)
                ancestors.setUp()

            test_case_class.setUp = setUp
        for name in ("setup_method", "teardown_method"):
            method = vars(klass).get(name)
            if inspect.isfunction(method) and len(inspect.signature(method).parameters) == 1:
                setattr(klass, name, _taking_any_arguments(method))
        return super()._decorate_class(klass)


def _taking_any_arguments(method: Callable[[Any], T]) -> Callable[..., T]:
    """Return a method for pytest, which always passes an argument to what moto decorates."""

    @functools.wraps(method)
    def wrapper(test: Any, *_: Any) -> T:
        return method(test)

    return wrapper


def _defines(method_name: str, test_case_class: type) -> bool:
    """Tell whether a class of unittest has a method that is not unittest's own."""
    return issubclass(test_case_class, unittest.IsolatedAsyncioTestCase) and any(
        method_name in vars(ancestor) and ancestor.__module__.partition(".")[0] != "unittest"
        for ancestor in test_case_class.__mro__
    )


@contextmanager
def _restored_client() -> Iterator[None]:
    """Let new sessions of botocore find the supplement beside their own data."""
    former = os.environ.get("AWS_DATA_PATH")
    os.environ["AWS_DATA_PATH"] = os.pathsep.join(filter(None, [str(SUPPLEMENT_PATH), former]))
    try:
        # The default session may already be there, with the models it has loaded.
        with patch("boto3.DEFAULT_SESSION", None):
            yield
    finally:
        # patch.dict would undo all that others have changed in the environment meanwhile.
        os.environ.pop("AWS_DATA_PATH", None)
        if former is not None:
            os.environ["AWS_DATA_PATH"] = former
