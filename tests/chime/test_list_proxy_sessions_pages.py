"""ListProxySessions: tokens, and walks from page to page while sessions come and go."""

import re
from typing import Any

import pytest

from tests.chime.conftest import Advance, in_process
from tests.chime.test_list_proxy_sessions import list_ids
from tests.conftest import SessionFactory

MALFORMED = "NextToken is not valid for this listing: "
EXPECTED_REFUSAL = f"{MALFORMED}use the token of the previous page, with the same filters"


class Walk:
    """A walk through a listing, one page at a time.

    Attributes:
        pages: The session ids on the pages so far.
    """

    def __init__(self, client: Any, connector_id: str, **parameters: Any) -> None:
        self._client = client
        self._parameters = {"VoiceConnectorId": connector_id, **parameters}
        self.pages: list[list[str]] = []

    def turn(self) -> bool:
        """Ask for the next page, and tell whether there is another one after it."""
        page = self._client.list_proxy_sessions(**self._parameters)
        self.pages.append([session["ProxySessionId"] for session in page["ProxySessions"]])
        self._parameters["NextToken"] = page.get("NextToken")
        return "NextToken" in page

    def finish(self) -> None:
        """Ask for pages until there are no more."""
        while self.turn():
            pass


@pytest.mark.fidelity("list-walk")
@pytest.mark.parametrize(
    ("page_size", "expected"), [(1, [1, 1, 1, 1, 1]), (2, [2, 2, 1]), (4, [4, 1]), (9, [5])]
)
def test_walk_shows_every_session_once_and_in_order(
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    page_size: int,
    expected: list[int],
) -> None:
    """Pages are as large as asked for, and together they are the listing."""
    created = [create_session()["ProxySessionId"] for _ in range(5)]
    walk = Walk(client, connector_id, MaxResults=page_size)

    walk.finish()

    shown = [session_id for page in walk.pages for session_id in page]
    assert (created, expected) == (shown, [len(page) for page in walk.pages])


@pytest.mark.fidelity("list-token")
def test_token_can_stand_in_a_url(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A NextToken is made of letters, digits and a few signs, and is short."""
    for _ in range(2):
        create_session()

    token = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=1)["NextToken"]

    assert re.fullmatch(r"[A-Za-z0-9_.~=-]{1,200}", token)


@pytest.mark.fidelity("list-last-page")
@pytest.mark.parametrize("count", [1, 2])
def test_last_page_has_no_token(
    client: Any, connector_id: str, create_session: SessionFactory, count: int
) -> None:
    """Neither a page with room left nor an exactly full one leads to an empty page."""
    for _ in range(count):
        create_session()

    page = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=2)

    assert "NextToken" not in page


@pytest.mark.fidelity("list-last-page")
def test_second_page_that_is_exactly_full_has_no_token(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Four sessions are two pages of two."""
    for _ in range(4):
        create_session()
    walk = Walk(client, connector_id, MaxResults=2)

    walk.finish()

    assert [2, 2] == [len(page) for page in walk.pages]


@pytest.mark.fidelity("list-token-empty")
def test_empty_token_is_the_first_page(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Programs that begin their walk with an empty string get the oldest sessions."""
    created = [create_session()["ProxySessionId"] for _ in range(2)]

    assert created == list_ids(client, connector_id, NextToken="")


@pytest.mark.fidelity("list-token-again")
def test_token_can_be_used_again_with_another_page_size(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A token is a place in the listing; how much comes after it is up to MaxResults."""
    created = [create_session()["ProxySessionId"] for _ in range(6)]
    token = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=2)["NextToken"]

    pages = [list_ids(client, connector_id, MaxResults=n, NextToken=token) for n in (3, 1)]

    assert [created[2:5], created[2:3]] == pages


@pytest.mark.fidelity("list-token-foreign")
@pytest.mark.parametrize(
    ("own", "other"),
    [
        ({}, {"Status": "Open"}),
        ({"Status": "Open"}, {}),
        ({"Status": "Open"}, {"Status": "Closed"}),
    ],
)
def test_token_of_another_status_is_a_bad_request(
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    own: dict[str, str],
    other: dict[str, str],
) -> None:
    """The Status filter must not change, come or go during a walk."""
    for _ in range(2):
        create_session()
    page = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=1, **own)

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(
            VoiceConnectorId=connector_id, NextToken=page["NextToken"], **other
        )

    assert EXPECTED_REFUSAL == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-token-foreign")
def test_token_of_another_connector_is_a_bad_request(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A walk cannot change over to another Voice Connector."""
    for _ in range(2):
        create_session()
    other = client.create_voice_connector(Name="other", RequireEncryption=True)["VoiceConnector"]
    page = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=1)

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(
            VoiceConnectorId=other["VoiceConnectorId"], NextToken=page["NextToken"]
        )

    assert EXPECTED_REFUSAL == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-token-foreign")
def test_token_of_another_operation_is_a_bad_request(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A token of ListVoiceConnectors is none of ListProxySessions."""
    create_session()
    client.create_voice_connector(Name="other", RequireEncryption=True)
    token = client.list_voice_connectors(MaxResults=1)["NextToken"]

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, NextToken=token)

    assert EXPECTED_REFUSAL == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-token-malformed")
@pytest.mark.parametrize("token", ["x", " ", "2", "null", "AAAA", "A" * 60000, "ü", "\0"])
def test_invented_token_is_a_bad_request(client: Any, connector_id: str, token: str) -> None:
    """A token that no listing gave out is refused, whatever it is."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, NextToken=token)

    assert EXPECTED_REFUSAL == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-token-malformed")
@pytest.mark.parametrize("place", [0, 20, -1])
def test_altered_token_is_a_bad_request(
    client: Any, connector_id: str, create_session: SessionFactory, place: int
) -> None:
    """One character changed makes a token invalid."""
    for _ in range(2):
        create_session()
    page = client.list_proxy_sessions(VoiceConnectorId=connector_id, MaxResults=1)
    characters = list(page["NextToken"])
    characters[place] = "A" if characters[place] != "A" else "B"

    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, NextToken="".join(characters))

    assert EXPECTED_REFUSAL == refusal.value.response["Error"]["Message"]


@in_process
@pytest.mark.fidelity("list-token")
def test_token_of_more_than_65535_characters_is_a_bad_request(
    client: Any, connector_id: str
) -> None:
    """The model's limit is checked before the token is; HTTP servers give up earlier."""
    with pytest.raises(client.exceptions.BadRequestException) as refusal:
        client.list_proxy_sessions(VoiceConnectorId=connector_id, NextToken="A" * 65536)

    expected = (
        "1 validation error detected: Value at 'nextToken' failed to satisfy constraint: "
        "Member must have length less than or equal to 65535"
    )
    assert expected == refusal.value.response["Error"]["Message"]


@pytest.mark.fidelity("list-walk", "list-walk-created")
def test_sessions_created_during_a_walk_come_at_its_end(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """New sessions push no other onto a page that was shown already."""
    created = [create_session()["ProxySessionId"] for _ in range(4)]
    walk = Walk(client, connector_id, MaxResults=2)
    walk.turn()

    new = create_session()["ProxySessionId"]
    walk.finish()

    assert [created[:2], created[2:], [new]] == walk.pages


@pytest.mark.fidelity("list-walk-created")
def test_session_created_after_the_last_page_was_announced_is_on_it(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A page is filled when it is asked for, not when its token was made."""
    created = [create_session()["ProxySessionId"] for _ in range(3)]
    walk = Walk(client, connector_id, MaxResults=2)
    walk.turn()

    new = create_session()["ProxySessionId"]
    walk.finish()

    assert [created[:2], [created[2], new]] == walk.pages


@pytest.mark.fidelity("list-walk", "list-walk-deleted")
@pytest.mark.parametrize(
    ("deleted", "expected"),
    [
        ([0, 1], [[0, 1], [2, 3], [4]]),
        ([1], [[0, 1], [2, 3], [4]]),
        ([2], [[0, 1], [3, 4]]),
        ([1, 2], [[0, 1], [3, 4]]),
        ([2, 3, 4], [[0, 1], []]),
        ([0, 1, 2, 3, 4], [[0, 1], []]),
    ],
)
def test_sessions_deleted_during_a_walk_shift_nothing(
    client: Any,
    connector_id: str,
    create_session: SessionFactory,
    deleted: list[int],
    expected: list[list[int]],
) -> None:
    """Whatever goes after the first page, even its last session, all that stay are shown."""
    created = [create_session()["ProxySessionId"] for _ in range(5)]
    walk = Walk(client, connector_id, MaxResults=2)
    walk.turn()

    for place in deleted:
        client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=created[place])
    walk.finish()

    assert [[created[place] for place in page] for page in expected] == walk.pages


@pytest.mark.fidelity("list-walk")
def test_sessions_that_expire_during_a_walk_stay_in_their_place(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Without a Status filter, a session that closes between two pages is shown once."""
    created = [create_session(ExpiryMinutes=m)["ProxySessionId"] for m in (5, 60, 5, 60)]
    walk = Walk(client, connector_id, MaxResults=2)
    walk.turn()

    advance(minutes=5)
    walk.finish()

    assert [created[:2], created[2:]] == walk.pages


@pytest.mark.fidelity("list-walk-status")
def test_walk_of_open_sessions_goes_on_when_the_ones_shown_close(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Sessions that were shown and then close make no open one go unseen."""
    created = [create_session(ExpiryMinutes=m)["ProxySessionId"] for m in (5, 5, 60, 60)]
    walk = Walk(client, connector_id, MaxResults=2, Status="Open")
    walk.turn()

    advance(minutes=5)
    walk.finish()

    assert [created[:2], created[2:]] == walk.pages


@pytest.mark.fidelity("list-walk-status")
def test_walk_of_open_sessions_leaves_out_those_that_close_meanwhile(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session that closes before its page comes is not shown as open."""
    created = [create_session(ExpiryMinutes=m)["ProxySessionId"] for m in (60, 60, 5, 60)]
    walk = Walk(client, connector_id, MaxResults=2, Status="Open")
    walk.turn()

    advance(minutes=5)
    walk.finish()

    assert [created[:2], created[3:]] == walk.pages


@pytest.mark.fidelity("list-walk-status")
def test_walk_of_closed_sessions_takes_up_those_that_close_meanwhile(
    advance: Advance, client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """A session that closes between two pages is shown if its place is still to come."""
    created = [create_session(ExpiryMinutes=m)["ProxySessionId"] for m in (10, 5, 5, 10, 5)]
    advance(minutes=5)
    walk = Walk(client, connector_id, MaxResults=2, Status="Closed")
    walk.turn()

    advance(minutes=5)
    walk.finish()

    assert [created[1:3], created[3:]] == walk.pages
