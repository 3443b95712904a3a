"""`mock_chime` on classes: what each test sees, and what the class's other methods see.

The decorated classes are ordinary ones of unittest and of pytest. Where a class says that
its tests do not see each other, each of two tests would fail if it came second.
"""

import asyncio
import inspect
import unittest
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from chime_proxy_mock import mock_chime
from tests.stand_in import ON_AWS, create, make_client, names


@mock_chime
class TestPlainClass:
    """Each test of a plain class is mocked, and starts with no state."""

    def test_first(self) -> None:
        """One of two tests that do the same."""
        self._sees_what_it_made()

    def test_second(self) -> None:
        """The other one."""
        self._sees_what_it_made()

    def _sees_what_it_made(self) -> None:
        client = make_client()
        create(client, "mine")

        assert ["mine"] == names(client)


@mock_chime
class TestSetupMethod:
    """What pytest's setup_method makes is there in the test, and anew in each."""

    def setup_method(self) -> None:
        """Make a Voice Connector."""
        self.client = make_client()
        create(self.client, "set up")

    def teardown_method(self) -> None:
        """See what the test has left."""
        assert ["set up", "tested"] == names(self.client)

    def test_first(self) -> None:
        """One of two tests that do the same."""
        create(self.client, "tested")

    def test_second(self) -> None:
        """The other one."""
        create(self.client, "tested")


@mock_chime
class TestSetupMethodWithArgument:
    """setup_method may take the test's function, as pytest offers it."""

    def setup_method(self, method: Any) -> None:
        """Make a Voice Connector of the test's name."""
        self.client = make_client()
        create(self.client, method.__name__)

    def test_first(self) -> None:
        """A test that looks for its own name."""
        assert ["test_first"] == names(self.client)


@mock_chime
class TestCaseWithSetUp(unittest.TestCase):
    """What unittest's setUp makes is there in the test and in tearDown, and anew in each."""

    def setUp(self) -> None:
        """Make a Voice Connector."""
        self.client = make_client()
        create(self.client, "set up")

    def tearDown(self) -> None:
        """See what the test has left."""
        assert ["set up", "tested"] == names(self.client)

    def test_first(self) -> None:
        """One of two tests that do the same."""
        create(self.client, "tested")

    def test_second(self) -> None:
        """The other one."""
        create(self.client, "tested")


@mock_chime
class TestCaseWithAsyncSetUp(unittest.IsolatedAsyncioTestCase):
    """What asyncSetUp makes is there in the test and in asyncTearDown, and anew in each."""

    # Named like a test, but none.
    test_data: ClassVar = ["tested"]

    async def asyncSetUp(self) -> None:
        """Make a Voice Connector."""
        self.client = make_client()
        create(self.client, "set up")

    async def asyncTearDown(self) -> None:
        """See what the test has left."""
        assert ["set up", "tested"] == names(self.client)

    async def test_first(self) -> None:
        """One of two tests that do the same."""
        create(self.client, "tested")

    async def test_second(self) -> None:
        """The other one."""
        create(self.client, *self.test_data)


@mock_chime
class TestCaseWithBothSetUps(unittest.IsolatedAsyncioTestCase):
    """Where there are both, asyncSetUp adds to what setUp has made."""

    def setUp(self) -> None:
        """Make a Voice Connector."""
        self.client = make_client()
        create(self.client, "set up")

    async def asyncSetUp(self) -> None:
        """Make another one."""
        create(self.client, "set up asynchronously")

    async def test_first(self) -> None:
        """One of two tests that do the same."""
        assert ["set up", "set up asynchronously"] == names(self.client)

    async def test_second(self) -> None:
        """The other one."""
        assert ["set up", "set up asynchronously"] == names(self.client)


@mock_chime
class TestCaseThatInherits(TestCaseWithAsyncSetUp):
    """A decorated class keeps what the asyncSetUp of its decorated base makes."""

    async def test_third(self) -> None:
        """A test that needs what the base has made."""
        create(self.client, "tested")


class SetUpOfAnotherKind(unittest.TestCase):
    """A class to be mixed in, whose setUp counts."""

    def setUp(self) -> None:
        """Note that it ran."""
        self.was_set_up = True


@mock_chime
class TestCaseThatMixesIn(TestCaseWithAsyncSetUp, SetUpOfAnotherKind):
    """Decorating the base, which has asyncSetUp alone, does not hide a setUp mixed in."""

    async def test_third(self) -> None:
        """A test that needs both."""
        create(self.client, "tested")

        assert self.was_set_up


@mock_chime
class Recorder:
    """A class that is no test."""

    def __init__(self) -> None:
        """See whether construction is mocked."""
        self.client = make_client()
        self.at_construction = names(self.client)

    def method(self) -> list[str]:
        """Return what a method sees."""
        return names(self.client)

    @classmethod
    def class_method(cls) -> list[str]:
        """Return what a class method sees."""
        return names(make_client())

    @staticmethod
    def static_method() -> list[str]:
        """Return what a static method sees."""
        return names(make_client())

    async def stream(self) -> AsyncIterator[str]:
        """Yield what an asynchronous generator sees."""
        for name in names(self.client):
            yield name

    async def read(self) -> list[str]:
        """Return what an asynchronous generator sees that a mocked method runs."""
        return [name async for name in self.stream()]

    class Inner:
        """A class in a class."""

        def method(self) -> list[str]:
            """Return what its method sees."""
            return names(make_client())


def test_methods_of_any_class_are_mocked() -> None:
    """Methods are mocked in a class that is no test, and in the classes inside it."""
    assert ON_AWS not in Recorder().method()
    assert ON_AWS not in Recorder.Inner().method()


def test_special_class_and_static_methods_are_left_alone() -> None:
    """As in moto, what is special or called on the class is not mocked by itself."""
    assert [ON_AWS] == Recorder().at_construction
    assert [ON_AWS] == Recorder.class_method()
    assert [ON_AWS] == Recorder.static_method()


def test_asynchronous_generator_method_is_mocked_by_its_caller() -> None:
    """An asynchronous generator method stays as it is, and is mocked in a mocked method."""
    seen = asyncio.run(Recorder().read())

    assert ON_AWS not in seen
    assert inspect.isasyncgenfunction(Recorder.stream)


def test_decorated_class_is_still_itself() -> None:
    """The decorator returns the class, so that it can be subclassed and named."""
    assert "Recorder" == Recorder.__name__
    assert isinstance(Recorder(), Recorder)


def run(test_case: type[unittest.TestCase]) -> unittest.TestResult:
    """Run the tests of a class as unittest does."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(test_case).run(result)
    return result


def test_unittest_runs_decorated_classes() -> None:
    """Without pytest, unittest's own runner finds and passes the same tests."""
    results = [run(TestCaseWithSetUp), run(TestCaseWithAsyncSetUp), run(TestCaseThatMixesIn)]

    assert [2, 2, 3] == [result.testsRun for result in results]
    assert all(result.wasSuccessful() for result in results)


def test_mock_is_over_after_a_class() -> None:
    """When its tests are over, a decorated class mocks nothing any more."""
    run(TestCaseWithSetUp)

    assert [ON_AWS] == names(make_client())
