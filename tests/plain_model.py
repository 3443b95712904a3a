"""What the mock should know, in plain dicts: the model of tests/test_state_machine.py."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from tests.domain.proxy_numbers import numbers_in

# The connector's id and the session's.
SessionKey = tuple[str, str]


@dataclass
class ModelConnector:
    """A connector: its name, its configuration as the API shows it, its sessions."""

    name: str
    proxy: dict[str, Any] | None = None
    # By id, in the order of creation, as the API shows them.
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def matching(self, status: str | None) -> list[str]:
        """Return the ids of the sessions that a listing should have, in its order."""
        return [
            session_id
            for session_id, session in self.sessions.items()
            if status in {None, session["Status"]}
        ]


def expiry_of(session: dict[str, Any]) -> datetime.datetime:
    """Return when a session expires."""
    created: datetime.datetime = session["CreatedTimestamp"]
    return created + datetime.timedelta(minutes=session["ExpiryMinutes"])


class PlainModel:
    """All connectors of one account and Region, and the time."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self.connectors: dict[str, ModelConnector] = {}
        self.ever_created: list[str] = []

    def add_session(self, session: dict[str, Any]) -> None:
        """Note a session as the API shows it."""
        session_id = session["ProxySessionId"]
        self.connectors[session["VoiceConnectorId"]].sessions[session_id] = session
        self.ever_created.append(session_id)

    def find_session(self, key: SessionKey) -> dict[str, Any] | None:
        """Return a session, if it is still there."""
        connector = self.connectors.get(key[0])
        return connector.sessions.get(key[1]) if connector else None

    def update_session(
        self, session: dict[str, Any], capabilities: list[str], expiry_minutes: int | None
    ) -> None:
        """Change a session, whose new expiry may have passed already."""
        session["Capabilities"] = sorted(set(capabilities))
        session["UpdatedTimestamp"] = self.now
        session["ExpiryMinutes"] = expiry_minutes or session["ExpiryMinutes"]
        if expiry_of(session) <= self.now:
            session |= {"Status": "Closed", "EndedTimestamp": self.now}

    def move_to(self, now: datetime.datetime) -> None:
        """Set the time, and close what is due at the instant of its expiry."""
        self.now = now
        for connector in self.connectors.values():
            for session in connector.sessions.values():
                expiry = expiry_of(session)
                if session["Status"] == "Open" and expiry <= now:
                    session |= {
                        "Status": "Closed",
                        "EndedTimestamp": expiry,
                        "UpdatedTimestamp": expiry,
                    }

    def calls(self) -> list[tuple[str, str]]:
        """Return who may call which proxy number, once for each live session."""
        return [
            (participant["PhoneNumber"], participant["ProxyPhoneNumber"])
            for connector in self.connectors.values()
            for session in connector.sessions.values()
            if session["Status"] != "Closed"
            for participant in session["Participants"]
        ]

    def free_numbers(self, country: str, people: list[str]) -> set[str]:
        """Return the proxy numbers of a country that a session of these people may get."""
        used = {number for person, number in self.calls() if person in people}
        return set(numbers_in(country)) - used - set(people)


@dataclass
class Walk:
    """A listing that is read page by page, while the sessions change."""

    connector_id: str
    filters: dict[str, Any]
    at_its_start: set[str]
    shown: list[str] = field(default_factory=list)
    token: str | None = None

    def add_page(self, page: dict[str, Any], matching: list[str], ever_created: list[str]) -> None:
        """Note a page, and check it; with the last one, check the whole walk.

        Args:
            page: The page as the API shows it.
            matching: What a listing without pages would show at this moment.
            ever_created: All sessions that there ever were, oldest first.
        """
        last = ever_created.index(self.shown[-1]) if self.shown else -1
        due = [key for key in matching if ever_created.index(key) > last]
        size = self.filters["MaxResults"]
        ids = [session["ProxySessionId"] for session in page["ProxySessions"]]
        self.token = page.get("NextToken")
        assert due[:size] == ids
        assert (len(due) > size) == (self.token is not None)
        self.shown += ids
        # In order, and therefore nothing twice.
        assert self.shown == [key for key in ever_created if key in self.shown]
        if self.token:
            return
        owed = set(matching)
        if self.filters.get("Status") == "Closed":
            # What was closed meanwhile may be older than what the walk had come to.
            owed &= self.at_its_start
        assert owed <= set(self.shown)
