"""`mock_chime` on functions, and as a context manager."""

import inspect
import os
import threading
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from chime_proxy_mock import ChimeControl, mock_chime
from tests.stand_in import ON_AWS, create, make_client, names


@pytest.fixture
def client() -> Any:
    """A client made before any mock; a stand-in for AWS answers what is not mocked."""
    return make_client()


def test_context_manager_mocks_until_its_end(client: Any) -> None:
    """Chime is mocked inside the block, and nowhere else."""
    before = names(client)

    with mock_chime():
        inside = names(client)

    assert ([ON_AWS], [], [ON_AWS]) == (before, inside, names(client))


def test_context_manager_returns_the_control_handle() -> None:
    """`with mock_chime() as chime` hands over what a test can bring about."""
    with mock_chime() as chime:
        assert isinstance(chime, ChimeControl)


def test_state_is_gone_afterwards(client: Any) -> None:
    """A mock begins without what an earlier one held."""
    with mock_chime():
        create(client, "left behind")

    with mock_chime():
        assert [] == names(client)


def test_reset_forgets_everything(client: Any) -> None:
    """reset() empties the mock while it is active."""
    mock = mock_chime()
    with mock:
        create(client, "forgotten")

        mock.reset()

        assert [] == names(client)


def test_function_runs_mocked(client: Any) -> None:
    """@mock_chime mocks Chime while the function runs, and nowhere else."""

    @mock_chime
    def function() -> list[str]:
        create(client, "made inside")
        return names(client)

    assert ["made inside"] == function()
    assert [ON_AWS] == names(client)


def test_decorator_may_have_parentheses(client: Any) -> None:
    """@mock_chime() is @mock_chime."""

    @mock_chime()
    def function() -> list[str]:
        create(client, "made inside")
        return names(client)

    assert ["made inside"] == function()
    assert [ON_AWS] == names(client)


def test_function_starts_empty_each_time(client: Any) -> None:
    """Each call of a decorated function has a state of its own."""

    @mock_chime
    def function() -> list[str]:
        create(client, "mine")
        return names(client)

    function()

    assert ["mine"] == function()


def test_function_keeps_its_signature() -> None:
    """A decorated function looks like the one that was decorated."""

    @mock_chime
    def dial(number: str, *, tries: int = 3) -> str:
        """Dial a number."""
        return f"{number} {tries}"

    assert ("dial", "Dial a number.") == (dial.__name__, dial.__doc__)
    assert ["number", "tries"] == list(inspect.signature(dial).parameters)


def test_arguments_and_result_pass_through() -> None:
    """A decorated function takes its arguments and returns its result."""

    @mock_chime
    def dial(number: str, *, tries: int = 3) -> str:
        return f"{number} {tries}"

    assert "+12065550100 5" == dial("+12065550100", tries=5)


def test_exception_ends_the_mock(client: Any) -> None:
    """An exception passes through a decorated function, and mocking stops."""

    @mock_chime
    def function() -> None:
        raise LookupError("out of luck")

    with pytest.raises(LookupError, match=r"^out of luck$"):
        function()

    assert [ON_AWS] == names(client)


def test_function_may_call_itself(client: Any) -> None:
    """A recursive function shares one state, which lasts until the outermost call ends."""

    @mock_chime
    def function(depth: int) -> list[str]:
        create(client, f"depth {depth}")
        if depth > 1:
            function(depth - 1)
        return names(client)

    assert ["depth 3", "depth 2", "depth 1"] == function(3)
    assert [ON_AWS] == names(client)


MOCKS = [mock_chime, mock_aws]


@pytest.mark.parametrize("inner", MOCKS, ids=lambda mock: f"{mock.__name__} inside")
@pytest.mark.parametrize("outer", MOCKS, ids=lambda mock: mock.__name__)
def test_nested_mocks_share_state(client: Any, outer: Any, inner: Any) -> None:
    """A mock inside another, moto's or this one, sees its state and leaves it there."""
    with outer():
        create(client, "made outside")
        with inner():
            create(client, "made inside")

        assert ["made outside", "made inside"] == names(client)

    assert [ON_AWS] == names(client)


def test_other_services_work_inside() -> None:
    """S3 and SQS are mocked along with Chime, by moto."""
    with mock_chime():
        s3 = boto3.client("s3", region_name="us-east-1")
        sqs = boto3.client("sqs", region_name="us-east-1")
        s3.create_bucket(Bucket="recordings")
        queue_url = sqs.create_queue(QueueName="events")["QueueUrl"]

        assert ["recordings"] == [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
        assert [queue_url] == sqs.list_queues()["QueueUrls"]


@mock_chime
def test_requests_are_mocked_too() -> None:
    """What the library requests sends to a host of Chime is answered as well."""
    create(make_client(), "seen by both")

    answer = requests.get(
        "https://voice-chime.us-east-1.amazonaws.com/voice-connectors", timeout=5
    ).json()

    assert ["seen by both"] == [connector["Name"] for connector in answer["VoiceConnectors"]]


@mock_chime
def test_requests_are_mocked_after_a_reset() -> None:
    """reset() forgets the state alone: nothing gets through to AWS from then on."""
    mock_chime().reset()

    answer = requests.get(
        "https://voice-chime.us-east-1.amazonaws.com/voice-connectors", timeout=5
    ).json()

    assert [] == answer["VoiceConnectors"]


def test_start_and_stop_do_what_the_block_does(client: Any) -> None:
    """start() and stop() mock for a while, for a setUp and a tearDown."""
    mock = mock_chime()
    mock.start()
    create(client, "started")
    inside = names(client)
    mock.stop()

    assert (["started"], [ON_AWS]) == (inside, names(client))


def test_state_can_outlive_a_mock(client: Any) -> None:
    """With remove_data=False and reset=False, the next mock goes on where this one stopped."""
    mock = mock_chime()
    mock.start()
    create(client, "kept")
    mock.stop(remove_data=False)

    mock.start(reset=False)
    kept = names(client)
    mock.stop()

    assert ["kept"] == kept


def test_stop_needs_a_start() -> None:
    """stop() without start() is a mistake, and says so."""
    with pytest.raises(RuntimeError, match=r"^Called stop\(\) before start\(\)\.$"):
        mock_chime().stop()


def test_stop_twice_needs_two_starts(client: Any) -> None:
    """A stop() too many does not end somebody else's mock."""
    with mock_chime():
        mock = mock_chime()
        mock.start()
        mock.stop()

        with pytest.raises(RuntimeError):
            mock.stop()

        assert [] == names(client)


def test_threads_may_call_one_function_at_once(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overlapping calls of a decorated function end with everything as it was before."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")
    together = threading.Barrier(4)

    @mock_chime
    def function() -> None:
        together.wait(timeout=30)

    threads = [threading.Thread(target=function) for _ in range(together.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [ON_AWS] == names(client)
    assert "real" == os.environ["AWS_ACCESS_KEY_ID"]
