"""State: export, load and seed."""

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chime_proxy_mock import ChimeControl, ControlError
from tests.control.conftest import Stage, make_client, session_ids, statuses


@pytest.fixture
def document(stage: Stage) -> dict[str, Any]:
    """An export in which everything occurs that can."""
    chime, client = stage.chime, make_client(stage)
    chime.clock.freeze()
    first, _ = chime.state.seed(connectors=2, sessions_per_connector=4)
    chime.state.seed(account_id="111122223333", region="us-west-2", sessions_per_connector=1)
    arn = client.get_voice_connector(VoiceConnectorId=first)["VoiceConnector"]["VoiceConnectorArn"]
    client.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "rides"}])
    client.create_voice_connector(Name="bare", RequireEncryption=False)
    client.create_proxy_session(
        VoiceConnectorId=first,
        ParticipantPhoneNumbers=["+12065550100", "+12065550101"],
        Capabilities=["Voice"],
        Name="Ride",
        ExpiryMinutes=5,
        GeoMatchLevel="AreaCode",
        GeoMatchParams={"Country": "US", "AreaCode": "206"},
        NumberSelectionBehavior="AvoidSticky",
    )
    chime.clock.advance(minutes=5)
    chime.calls.start(session_ids(client, first)[1])
    return chime.state.export()


def everything(stage: Stage, document: dict[str, Any]) -> list[Any]:
    """Return what the API shows of a state, page by page, without metadata."""
    client = make_client(stage)
    shown: list[Any] = [client.list_voice_connectors()["VoiceConnectors"]]
    for connector in document["backends"][1]["state"]["voice_connectors"]:
        connector_id = connector["voice_connector"]["voice_connector_id"]
        for status in ("Open", "InProgress", "Closed"):
            page = client.list_proxy_sessions(
                VoiceConnectorId=connector_id, Status=status, MaxResults=2
            )
            shown.append((page["ProxySessions"], page.get("NextToken")))
    return shown


def test_loading_restores_what_was_exported(stage: Stage, document: dict[str, Any]) -> None:
    """Listings answer the same, tokens included, and a new export is the same document."""
    before = everything(stage, document)
    stage.chime.state.seed(connectors=1)

    stage.chime.state.load(json.loads(json.dumps(document)))

    assert before == everything(stage, document)
    assert document == stage.chime.state.export()


def test_what_comes_next_is_the_same_too(stage: Stage, document: dict[str, Any]) -> None:
    """Proxy numbers go on from where they were, and sticky ones are remembered."""
    client = make_client(stage)
    connector_id = document["backends"][1]["state"]["voice_connectors"][0]["voice_connector"][
        "voice_connector_id"
    ]

    def next_number(*people: str) -> str:
        created = client.create_proxy_session(
            VoiceConnectorId=connector_id,
            ParticipantPhoneNumbers=list(people),
            Capabilities=["Voice"],
        )
        number: str = created["ProxySession"]["Participants"][0]["ProxyPhoneNumber"]
        return number

    numbers = []
    for _ in range(2):
        stage.chime.state.load(document)
        strangers = next_number("+12065550150", "+12065550151")
        numbers.append((strangers, next_number("+12065550100", "+12065550101")))

    assert numbers[0] == numbers[1]
    assert numbers[0][1] == "+12065550102"


def test_loading_sets_the_clock(stage: Stage, document: dict[str, Any]) -> None:
    """The clock goes on from where it was, stopped if it was stopped."""
    stage.chime.clock.advance(days=30)

    stage.chime.state.load(document)

    assert document["clock"]["now"][:23] == stage.chime.clock.now().isoformat()[:23]
    assert stage.chime.clock.show().is_frozen


def test_expiries_are_restored(stage: Stage, document: dict[str, Any]) -> None:
    """A restored session expires when it would have."""
    stage.chime.state.load(document)
    connector = document["backends"][1]["state"]["voice_connectors"][1]["voice_connector"]

    stage.chime.clock.advance(minutes=714)
    before = statuses(make_client(stage), connector["voice_connector_id"])
    stage.chime.clock.advance(minutes=1)
    after = statuses(make_client(stage), connector["voice_connector_id"])

    assert before == ["Open"] * 4
    assert after == ["Closed"] * 4


def test_a_reset_undoes_a_loaded_clock(chime: ChimeControl) -> None:
    """Even if the document had nothing but a clock."""
    chime.state.load(
        {
            "format": "chime-proxy-mock/1",
            "clock": {"now": "2020-01-01T00:00:00Z", "is_frozen": True},
            "backends": [],
        }
    )

    chime.state.reset()

    assert not chime.clock.show().is_frozen
    assert chime.clock.now().year > 2020


def test_an_empty_state_exports_no_backends(chime: ChimeControl) -> None:
    """What moto makes by itself is no state."""
    exported = chime.state.export()

    assert (exported["format"], exported["backends"]) == ("chime-proxy-mock/1", [])


def test_backends_are_in_alphabetical_order(document: dict[str, Any]) -> None:
    """So that two exports can be compared line by line."""
    owners = [(backend["account_id"], backend["region"]) for backend in document["backends"]]

    assert owners == [("111122223333", "us-west-2"), ("123456789012", "us-east-1")]


PATHS: list[tuple[list[str | int], Any, str]] = [
    (["format"], "chime-proxy-mock/2", "Invalid enum value 'chime-proxy-mock/2' - at `$.format`"),
    (["clock", "now"], "noon", "Invalid RFC3339 encoded datetime - at `$.clock.now`"),
    (["clok"], {}, "Object contains unknown field `clok`"),
    (
        ["backends", 1, "state", "voice_connectors", 0, "proxy_sessions", 0, "status"],
        "Ended",
        (
            "Invalid enum value 'Ended' - at `$.backends[1].state.voice_connectors[0]"
            ".proxy_sessions[0].status`"
        ),
    ),
    (
        ["backends", 1, "state", "voice_connectors", 0, "proxy_sessions", 0, "positoin"],
        1,
        (
            "Object contains unknown field `positoin` - at `$.backends[1].state"
            ".voice_connectors[0].proxy_sessions[0]`"
        ),
    ),
    (
        ["backends", 1, "state", "voice_connectors", 1, "position"],
        1,
        "$.backends[1].state.voice_connectors[1].position: 1 is there twice",
    ),
    (
        ["backends", 1, "state", "next_position"],
        3,
        (
            "$.backends[1].state.voice_connectors[0].proxy_sessions[1].position: "
            "3 is not between 0 and 3"
        ),
    ),
    (
        ["backends", 1, "state", "voice_connectors", 0, "proxy_sessions", 0, "ended_timestamp"],
        "2026-03-01T12:00:00Z",
        (
            "$.backends[1].state.voice_connectors[0].proxy_sessions[0].ended_timestamp: "
            "does not fit status Open"
        ),
    ),
    (
        ["backends", 1, "state", "voice_connectors", 0, "proxy_sessions", 0, "voice_connector_id"],
        "somebody",
        "$.backends[1].state.voice_connectors[0].proxy_sessions[0].voice_connector_id: is not",
    ),
    (
        ["backends", 1, "state", "voice_connectors", 0, "proxy_sessions", 0, "created_timestamp"],
        "2026-03-01T12:00:00+02:00",
        (
            "$.backends[1].state.voice_connectors[0].proxy_sessions[0].created_timestamp: "
            "is not in UTC"
        ),
    ),
    (
        ["backends", 1, "state", "voice_connectors", 0, "voice_connector", "created_timestamp"],
        "9999-12-31T23:59:59Z",
        (
            "$.backends[1].state.voice_connectors[0].voice_connector.created_timestamp: "
            "is past the year 9000"
        ),
    ),
    (["clock", "now"], "2026-03-01T12:00:00", "A moment needs a time zone"),
    (["clock", "now"], "9500-03-01T12:00:00Z", "$.clock.now: The clock goes to the year 9000"),
    (
        ["backends", 0, "region"],
        "us-gov-east-1",
        "Amazon Chime is not in Region 'us-gov-east-1'",
    ),
]


@pytest.mark.parametrize(("path", "value", "message"), PATHS)
def test_a_wrong_document_is_refused_whole(
    chime: ChimeControl,
    document: dict[str, Any],
    path: list[str | int],
    value: Any,
    message: str,
) -> None:
    """The message names the path of what is wrong, and nothing is taken over."""
    wrong = copy.deepcopy(document)
    parent: Any = wrong
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value

    with pytest.raises(ControlError) as refused:
        chime.state.load(wrong)

    assert message in str(refused.value)
    assert document == chime.state.export()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: (
        st.lists(children, max_size=2) | st.dictionaries(st.text(), children, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything in a document."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def test_any_change_is_taken_or_refused(document: dict[str, Any], chime: ChimeControl) -> None:
    """Whatever stands in a document, it is loaded or refused, and the state stays sound."""
    paths = [path for path in places(document) if path]

    @settings(deadline=None, max_examples=300)
    @given(path=st.sampled_from(paths), value=JSON)
    def change(path: tuple[str | int, ...], value: Any) -> None:
        changed = copy.deepcopy(document)
        parent: Any = changed
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = value
        with contextlib.suppress(ControlError):
            chime.state.load(changed)
        chime.clock.advance(minutes=721)
        assert chime.state.export()["format"] == "chime-proxy-mock/1"

    change()


def test_numbers_may_not_clash(chime: ChimeControl, document: dict[str, Any]) -> None:
    """Two live sessions of one person on one number are no state."""
    wrong = copy.deepcopy(document)
    sessions = wrong["backends"][1]["state"]["voice_connectors"][1]["proxy_sessions"]
    sessions[1]["participants"] = sessions[0]["participants"]

    with pytest.raises(ControlError) as refused:
        chime.state.load(wrong)

    assert (
        "$.backends[1].state.voice_connectors[1].proxy_sessions[1].participants: "
        "+12065550100 is in use by another live session of one of them"
    ) in str(refused.value)


def test_the_same_backend_may_not_come_twice(chime: ChimeControl, document: dict[str, Any]) -> None:
    """An account has one state in a Region."""
    wrong = {**document, "backends": [document["backends"][0]] * 2}

    with pytest.raises(ControlError, match=r"\$\.backends\[1\]: .* is there twice"):
        chime.state.load(wrong)


def test_seeds_connectors_and_sessions(stage: Stage) -> None:
    """Seeded connectors are ready to use, and their sessions have numbers."""
    connector_ids = stage.chime.state.seed(connectors=2, sessions_per_connector=3)
    client = make_client(stage)

    listed = client.list_voice_connectors()["VoiceConnectors"]
    sessions = client.list_proxy_sessions(VoiceConnectorId=connector_ids[0])["ProxySessions"]

    assert connector_ids == [connector["VoiceConnectorId"] for connector in listed]
    assert [connector["Name"] for connector in listed] == ["Seed 1", "Seed 2"]
    assert [session["ExpiryMinutes"] for session in sessions] == [720, 720, 720]
    numbers = {session["Participants"][0]["ProxyPhoneNumber"] for session in sessions}
    assert {"+12015550100", "+12025550100", "+12035550100"} == numbers


def test_seeding_is_not_in_the_journal(chime: ChimeControl) -> None:
    """Seeded things were not asked for through the API."""
    chime.state.seed(sessions_per_connector=3)

    assert chime.journal.calls() == []


def test_seeding_an_unknown_region_is_refused(chime: ChimeControl) -> None:
    """The message names the Region."""
    with pytest.raises(ControlError) as refused:
        chime.state.seed(region="mars-1")

    assert str(refused.value) == "Amazon Chime is not in Region 'mars-1'"
