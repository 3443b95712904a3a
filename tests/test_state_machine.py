"""Connectors, configurations, sessions, time and page walks, against a plain model.

Hypothesis runs the rules in any order and with any data. Page walks stay open while
other rules run, so that sessions are created, closed, expired and deleted between pages.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
import time_machine
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chime_proxy_mock import ChimeControl, mock_chime
from tests.domain.proxy_numbers import numbers_in
from tests.plain_model import ModelConnector, PlainModel, SessionKey, Walk, expiry_of

START = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)

# Few, so that they meet again; the last is in the pool of the Netherlands, which is small.
PEOPLE = ("+12065550200", "+12065550201", "+12065550202", numbers_in("NL")[0])
COUNTRIES = ("US", "NL")

pairs_of_people = st.permutations(PEOPLE).map(lambda people: people[:2])
optional_members = st.fixed_dictionaries(
    {},
    optional={
        "ExpiryMinutes": st.integers(1, 720),
        "NumberSelectionBehavior": st.sampled_from(["PreferSticky", "AvoidSticky"]),
        "GeoMatchParams": st.fixed_dictionaries(
            {"Country": st.sampled_from(COUNTRIES), "AreaCode": st.just("")}
        ),
    },
)


def refused(code: str, method: Callable[..., Any], **parameters: Any) -> None:
    """Expect that a call fails with an error."""
    with pytest.raises(ClientError) as refusal:
        method(**parameters)
    assert code == refusal.value.response["Error"]["Code"]


class ChimeMachine(RuleBasedStateMachine):
    """The mock through a client, and the model beside it."""

    connectors: Bundle[str] = Bundle("connectors")
    sessions: Bundle[SessionKey] = Bundle("sessions")

    # Set by the test: making a client takes longer than an example.
    client: Any
    chime: ChimeControl

    def __init__(self) -> None:
        super().__init__()
        self.chime.state.reset()
        self.model = PlainModel(START)
        self.walks: list[Walk] = []
        self.travel = time_machine.travel(START, tick=False)
        self.traveller = self.travel.start()

    def teardown(self) -> None:
        """Give the time back."""
        self.travel.stop()

    # Connectors

    @initialize(target=connectors)
    def begin_with_a_connector(self) -> str:
        """Most rules need a connector that has a proxy configuration."""
        connector_id = self.create_connector_called("first")
        self.put_proxy_of(connector_id, expiry_minutes=60, countries=["US", "NL"], disabled=False)
        return connector_id

    @precondition(lambda self: len(self.model.connectors) == 1)
    @rule(target=connectors, name=st.sampled_from(["first", "second"]))
    def create_connector(self, name: str) -> str:
        """There may be a second one, perhaps of the same name."""
        connector_id = self.create_connector_called("unnamed")
        self.put_proxy_of(connector_id, expiry_minutes=60, countries=["NL"], disabled=False)
        self.client.update_voice_connector(
            VoiceConnectorId=connector_id, Name=name, RequireEncryption=True
        )
        self.model.connectors[connector_id].name = name
        self.list_connectors()
        return connector_id

    def create_connector_called(self, name: str) -> str:
        """Create a connector in the mock and in the model."""
        created = self.client.create_voice_connector(Name=name, RequireEncryption=True)
        connector_id: str = created["VoiceConnector"]["VoiceConnectorId"]
        assert connector_id not in self.model.connectors
        self.model.connectors[connector_id] = ModelConnector(name)
        return connector_id

    @precondition(lambda self: len(self.model.connectors) == 2)
    @rule(connector_id=consumes(connectors))
    def delete_connector(self, connector_id: str) -> None:
        """A connector takes its sessions with it."""
        self.client.delete_voice_connector(VoiceConnectorId=connector_id)
        del self.model.connectors[connector_id]
        self.list_connectors()

    def list_connectors(self) -> None:
        """Connectors are listed by their latest name, oldest first."""
        expected = [(key, connector.name) for key, connector in self.model.connectors.items()]
        listed = self.client.list_voice_connectors()["VoiceConnectors"]
        assert expected == [(each["VoiceConnectorId"], each["Name"]) for each in listed]

    # Proxy configurations

    @rule(
        connector_id=connectors,
        expiry_minutes=st.integers(1, 720),
        countries=st.lists(st.sampled_from(COUNTRIES), min_size=1, unique=True),
        disabled=st.sampled_from([False, False, False, True]),
        delete_first=st.booleans(),
    )
    def put_proxy(self, connector_id: str, delete_first: bool, **configuration: Any) -> None:
        """A configuration is put in the place of another, or where one was deleted."""
        if delete_first:
            delete = self.client.delete_voice_connector_proxy
            delete(VoiceConnectorId=connector_id)
            refused("NotFoundException", delete, VoiceConnectorId=connector_id)
            self.model.connectors[connector_id].proxy = None
            self.create_session(connector_id, list(PEOPLE[:2]), {})
        self.put_proxy_of(connector_id, **configuration)

    def put_proxy_of(
        self, connector_id: str, *, expiry_minutes: int, countries: list[str], disabled: bool
    ) -> None:
        """Put a configuration in the mock and in the model."""
        put = self.client.put_voice_connector_proxy(
            VoiceConnectorId=connector_id,
            DefaultSessionExpiryMinutes=expiry_minutes,
            PhoneNumberPoolCountries=countries,
            Disabled=disabled,
        )
        self.model.connectors[connector_id].proxy = put["Proxy"]
        assert put["Proxy"] == {
            "DefaultSessionExpiryMinutes": expiry_minutes,
            "PhoneNumberCountries": countries,
            "Disabled": disabled,
        }

    # Sessions

    @rule(
        target=sessions,
        connector_id=connectors,
        plans=st.lists(st.tuples(pairs_of_people, optional_members), min_size=2, max_size=5),
    )
    def create_sessions(
        self, connector_id: str, plans: list[tuple[list[str], dict[str, Any]]]
    ) -> MultipleResults[SessionKey]:
        """Several sessions open in one step, so that there are pages to turn."""
        created = [self.create_session(connector_id, *plan) for plan in plans]
        return multiple(*(key for key in created if key is not None))

    def create_session(
        self, connector_id: str, people: list[str], optional: dict[str, Any]
    ) -> SessionKey | None:
        """Open a session in mock and model, unless configuration or pool do not allow it."""
        parameters = {
            "VoiceConnectorId": connector_id,
            "ParticipantPhoneNumbers": people,
            "Capabilities": ["Voice"],
            **optional,
        }
        proxy = self.model.connectors[connector_id].proxy
        if proxy is None or proxy["Disabled"]:
            refused("ForbiddenException", self.client.create_proxy_session, **parameters)
            return None
        wanted = {"Country": "US" if people[0].startswith("+1") else "NL"}
        country = optional.get("GeoMatchParams", wanted)["Country"]
        if country not in proxy["PhoneNumberCountries"]:
            country = proxy["PhoneNumberCountries"][0]
        free = self.model.free_numbers(country, people)
        if not free:
            refused("ServiceUnavailableException", self.client.create_proxy_session, **parameters)
            return None

        session = self.client.create_proxy_session(**parameters)["ProxySession"]

        (proxy_number,) = {person["ProxyPhoneNumber"] for person in session["Participants"]}
        assert proxy_number in free
        assert session == {
            "VoiceConnectorId": connector_id,
            "ProxySessionId": session["ProxySessionId"],
            "Status": "Open",
            "ExpiryMinutes": proxy["DefaultSessionExpiryMinutes"],
            "Capabilities": ["Voice"],
            "CreatedTimestamp": self.model.now,
            "UpdatedTimestamp": self.model.now,
            "Participants": [
                {"PhoneNumber": person, "ProxyPhoneNumber": proxy_number}
                for person in sorted(people)
            ],
            **optional,
        }
        self.model.add_session(session)
        return connector_id, session["ProxySessionId"]

    @rule(
        key=sessions,
        capabilities=st.lists(st.sampled_from(["Voice", "SMS"]), min_size=1),
        expiry_minutes=st.none() | st.integers(1, 720),
    )
    def update_session(
        self, key: SessionKey, capabilities: list[str], expiry_minutes: int | None
    ) -> None:
        """An open session changes; its expiry counts from its creation, and may have passed."""
        session = self.model.find_session(key)
        parameters: dict[str, Any] = {
            "VoiceConnectorId": key[0],
            "ProxySessionId": key[1],
            "Capabilities": capabilities,
        }
        if expiry_minutes is not None:
            parameters["ExpiryMinutes"] = expiry_minutes
        if session is None:
            refused("NotFoundException", self.client.update_proxy_session, **parameters)
        elif session["Status"] == "Closed":
            refused("BadRequestException", self.client.update_proxy_session, **parameters)
        else:
            updated = self.client.update_proxy_session(**parameters)["ProxySession"]
            self.model.update_session(session, capabilities, expiry_minutes)
            assert session == updated

    @rule(key=consumes(sessions))
    def delete_session(self, key: SessionKey) -> None:
        """A session can be deleted once, whatever its status, and got until then."""
        parameters = {"VoiceConnectorId": key[0], "ProxySessionId": key[1]}
        session = self.model.find_session(key)
        if session is not None:
            assert session == self.client.get_proxy_session(**parameters)["ProxySession"]
            self.client.delete_proxy_session(**parameters)
            del self.model.connectors[key[0]].sessions[key[1]]
        refused("NotFoundException", self.client.delete_proxy_session, **parameters)
        refused("NotFoundException", self.client.get_proxy_session, **parameters)

    # Time

    @rule(
        milliseconds=st.integers(1, 60_000) | st.integers(1, 800).map(lambda n: n * 60_000),
    )
    def time_passes(self, milliseconds: int) -> None:
        """Milliseconds or hours pass."""
        self.move_to(self.model.now + datetime.timedelta(milliseconds=milliseconds))

    @rule(key=sessions, early=st.sampled_from([0, 1]))
    def time_passes_up_to_an_expiry(self, key: SessionKey, early: int) -> None:
        """The time comes to the instant of an expiry, or to a millisecond before."""
        session = self.model.find_session(key)
        if session is not None:
            instant = expiry_of(session) - datetime.timedelta(milliseconds=early)
            self.move_to(max(self.model.now, instant))

    def move_to(self, now: datetime.datetime) -> None:
        """Set the time of mock and model."""
        self.traveller.move_to(now)
        self.model.move_to(now)

    # Listings

    @rule(connector_id=connectors, status=st.sampled_from([None, "Open", "InProgress", "Closed"]))
    def list_sessions(self, connector_id: str, status: str | None) -> None:
        """A listing has the sessions of its status, oldest first, up to a hundred."""
        filters = {"Status": status} if status else {}
        connector = self.model.connectors[connector_id]
        expected = [connector.sessions[key] for key in connector.matching(status)]

        listed = self.client.list_proxy_sessions(VoiceConnectorId=connector_id, **filters)

        assert expected[:100] == listed["ProxySessions"]

    @rule(
        connector_id=connectors,
        filters=st.fixed_dictionaries(
            {"MaxResults": st.integers(1, 2)},
            optional={"Status": st.sampled_from(["Open", "Closed"])},
        ),
    )
    def begin_walk(self, connector_id: str, filters: dict[str, Any]) -> None:
        """A walk begins with the first page."""
        matching = self.model.connectors[connector_id].matching(filters.get("Status"))
        walk = Walk(connector_id, filters, at_its_start=set(matching))
        self.read_page(walk)
        self.walks.append(walk)

    @rule()
    def go_on(self) -> None:
        """Every walk that is not over reads its next page, as long as its connector is there."""
        for walk in self.walks:
            if walk.token is None:
                continue
            if walk.connector_id in self.model.connectors:
                self.read_page(walk, NextToken=walk.token)
            else:
                refused(
                    "NotFoundException",
                    self.client.list_proxy_sessions,
                    VoiceConnectorId=walk.connector_id,
                    NextToken=walk.token,
                )

    def read_page(self, walk: Walk, **token: str) -> None:
        """Read the page of a token, or the first one, and let the walk look at it."""
        connector = self.model.connectors[walk.connector_id]
        page = self.client.list_proxy_sessions(
            VoiceConnectorId=walk.connector_id, **walk.filters, **token
        )
        matching = connector.matching(walk.filters.get("Status"))
        walk.add_page(page, matching, self.model.ever_created)

    # Invariants

    @invariant()
    def a_call_leads_to_one_session(self) -> None:
        """Nobody has one proxy number in two live sessions."""
        calls = self.model.calls()
        assert sorted(set(calls)) == sorted(calls)


@pytest.fixture
def machine() -> Iterator[type[ChimeMachine]]:
    """The machine, with a mock and a client that all its examples share."""
    with mock_chime() as chime:
        ChimeMachine.chime = chime
        ChimeMachine.client = boto3.client(
            "chime-sdk-voice",
            region_name="us-east-1",
            # An exhausted pool is a 503, which a client tries again, after a while.
            config=Config(retries={"total_max_attempts": 1}),
        )
        yield ChimeMachine


def test_mock_agrees_with_the_model(machine: type[ChimeMachine]) -> None:
    """Whatever is done in whatever order, the mock shows what the model expects."""
    run_state_machine_as_test(machine, settings=settings())
