"""Many threads at once, in-process and through the live server."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any, TypeVar

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from chime_proxy_mock.server import ChimeServer
from tests.conftest import ClientFactory, Door, configure_proxy, door_name
from tests.domain.proxy_numbers import numbers_in
from tests.raw_http import RawRequest, exchange

T = TypeVar("T")

THREADS = 8
PAIR = ["+12065550200", "+12065550201"]

IN_PROCESS, OVER_HTTP = (Door("chime-sdk-voice", over_http) for over_http in (False, True))


@pytest.fixture(params=[IN_PROCESS, OVER_HTTP], ids=door_name)
def door(request: pytest.FixtureRequest) -> Door:
    """Both ways in; what threads could disturb is the same for both namespaces."""
    chosen: Door = request.param
    return chosen


@pytest.fixture(autouse=True)
def restless() -> Iterator[None]:
    """Let threads take turns a hundred times as often as usual, so that races show."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 100)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture
def client(make_client: ClientFactory) -> Any:
    """A client that all threads share, and that takes the first answer it gets."""
    client = make_client(
        config=Config(max_pool_connections=THREADS, retries={"total_max_attempts": 1})
    )
    # botocore makes them at their first use, and two threads would make two of each.
    assert client.exceptions.NotFoundException
    return client


def together(*functions: Callable[[], T]) -> list[T]:
    """Run functions at the same time, and return what they return."""
    start = Barrier(len(functions))

    def run(function: Callable[[], T]) -> T:
        start.wait()
        return function()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def create(client: Any, connector_id: str, people: list[str]) -> str:
    """Create a session and return its id."""
    created = client.create_proxy_session(
        VoiceConnectorId=connector_id, ParticipantPhoneNumbers=people, Capabilities=["Voice"]
    )
    session_id: str = created["ProxySession"]["ProxySessionId"]
    return session_id


def list_all(client: Any, connector_id: str, **parameters: Any) -> list[dict[str, Any]]:
    """Return the sessions of all pages."""
    listed: list[dict[str, Any]] = []
    token = ""
    while token is not None:
        page = client.list_proxy_sessions(
            VoiceConnectorId=connector_id, NextToken=token, **parameters
        )
        listed += page["ProxySessions"]
        token = page.get("NextToken")
    return listed


def ids_of(sessions: list[dict[str, Any]]) -> list[str]:
    """Return the ids of sessions."""
    return [session["ProxySessionId"] for session in sessions]


def test_first_calls_meet_one_backend(client: Any) -> None:
    """Threads that come first, all at once, find the same empty mock."""
    names = [f"connector {number}" for number in range(THREADS)]

    together(
        *(
            lambda name=name: client.create_voice_connector(Name=name, RequireEncryption=True)
            for name in names
        )
    )

    listed = client.list_voice_connectors()["VoiceConnectors"]
    assert names == sorted(connector["Name"] for connector in listed)


def test_no_session_is_lost(client: Any, connector_id: str) -> None:
    """What threads create at once is all listed, each session once."""

    def create_some() -> list[str]:
        return [create(client, connector_id, PAIR) for _ in range(20)]

    created = together(*[create_some] * THREADS)

    listed = ids_of(list_all(client, connector_id))
    assert sorted(session_id for some in created for session_id in some) == sorted(listed)


def test_sessions_of_the_same_people_get_different_numbers(client: Any, connector_id: str) -> None:
    """Threads that create sessions for one pair at once never get one number twice."""

    def create_some() -> None:
        for _ in range(20):
            create(client, connector_id, PAIR)

    together(*[create_some] * THREADS)

    numbers = {
        session["Participants"][0]["ProxyPhoneNumber"] for session in list_all(client, connector_id)
    }
    assert 20 * THREADS == len(numbers)


def test_order_of_creation_holds_in_each_thread(client: Any, connector_id: str) -> None:
    """What one thread creates after another thing is listed after it."""

    def create_some() -> list[str]:
        return [create(client, connector_id, PAIR) for _ in range(20)]

    created = together(*[create_some] * THREADS)

    listed = ids_of(list_all(client, connector_id))
    assert created == [sorted(some, key=listed.index) for some in created]


def test_each_session_is_deleted_once(client: Any, connector_id: str) -> None:
    """Of the threads that delete one session, one succeeds; the others do not find it."""
    session_ids = [create(client, connector_id, PAIR) for _ in range(20)]

    def delete_all() -> list[str]:
        deleted = []
        for session_id in session_ids:
            try:
                client.delete_proxy_session(
                    VoiceConnectorId=connector_id, ProxySessionId=session_id
                )
            except client.exceptions.NotFoundException:
                continue
            deleted.append(session_id)
        return deleted

    deleted = together(*[delete_all] * THREADS)

    assert sorted(session_ids) == sorted(session_id for some in deleted for session_id in some)


def test_numbers_come_back(client: Any, connector_id: str) -> None:
    """When threads have created and deleted sessions at once, all numbers are free again."""
    configure_proxy(client, connector_id, PhoneNumberPoolCountries=["NL"])

    def come_and_go() -> None:
        for _ in range(20):
            with suppress(client.exceptions.ServiceUnavailableException):
                session_id = create(client, connector_id, PAIR)
                client.delete_proxy_session(
                    VoiceConnectorId=connector_id, ProxySessionId=session_id
                )

    together(*[come_and_go] * THREADS)

    for _ in numbers_in("NL"):
        create(client, connector_id, PAIR)
    sessions = list_all(client, connector_id)
    assert set(numbers_in("NL")) == {
        session["Participants"][0]["ProxyPhoneNumber"] for session in sessions
    }


def test_update_is_seen_whole_or_not_at_all(client: Any, connector_id: str) -> None:
    """A reader never sees the name of one update with the encryption of another."""

    def update(name: str, encryption: bool) -> set[tuple[str, bool]]:
        for _ in range(30):
            client.update_voice_connector(
                VoiceConnectorId=connector_id, Name=name, RequireEncryption=encryption
            )
        return {("bare", True), ("on", True), ("off", False)}

    def read() -> set[tuple[str, bool]]:
        seen = set()
        for _ in range(30):
            connector = client.get_voice_connector(VoiceConnectorId=connector_id)["VoiceConnector"]
            seen.add((connector["Name"], connector["RequireEncryption"]))
        return seen

    written, _, *seen = together(
        lambda: update("on", True), lambda: update("off", False), read, read
    )

    assert set().union(*seen) <= written


def test_walk_shows_what_stays(client: Any, connector_id: str) -> None:
    """While others come and go, every walk shows what stays, in order and once."""
    staying, going = [], []
    for _ in range(10):
        staying.append(create(client, connector_id, PAIR))
        going.append(create(client, connector_id, PAIR))

    def come_and_go() -> None:
        for session_id in going:
            client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=session_id)
            create(client, connector_id, PAIR)

    def walk() -> list[str]:
        shown = ids_of(list_all(client, connector_id, MaxResults=3))
        return [session_id for session_id in shown if session_id in staying]

    _, *walks = together(come_and_go, *[lambda: [walk() for _ in range(5)]] * 3)

    assert [[staying] * 5] * 3 == walks


# In-process, moto looks up a backend of its own for each call, without a lock.
@pytest.mark.parametrize("door", [OVER_HTTP], ids=door_name, indirect=True)
def test_reset_meets_no_failure(client: Any, chime_session_server: ChimeServer) -> None:
    """While moto is reset again and again, calls succeed or do not find what is gone."""
    at_work = [object()] * (THREADS - 1)

    def reset() -> set[str]:
        request = RawRequest("POST", "/moto-api/reset", signed=False)
        while at_work:
            assert exchange(chime_session_server.url, request).status == 200
        return set()

    def call_all() -> str:
        try:
            created = client.create_voice_connector(Name="short-lived", RequireEncryption=True)
            connector_id = created["VoiceConnector"]["VoiceConnectorId"]
            configure_proxy(client, connector_id)
            create(client, connector_id, PAIR)
            client.list_proxy_sessions(VoiceConnectorId=connector_id)
            client.delete_voice_connector(VoiceConnectorId=connector_id)
        except ClientError as refusal:
            return str(refusal.response["Error"]["Code"])
        return "no error"

    def work() -> set[str]:
        try:
            return {call_all() for _ in range(30)}
        finally:
            at_work.pop()

    outcomes = together(reset, *[work] * (THREADS - 1))

    assert set().union(*outcomes) <= {"no error", "NotFoundException"}
