"""The five-second proof: real boto3 clients, in-process and over HTTP."""

import datetime
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import boto3

from chime_proxy_mock.decorator import mock_chime
from chime_proxy_mock.domain import clock
from chime_proxy_mock.server import ChimeServer

_SESSIONS = 7
_PAGE_SIZE = 3
_SHORT_EXPIRY_MINUTES = 30


def run_demo(write_line: Callable[[str], None]) -> None:
    """Drive the mock in both ways and print what comes back.

    Args:
        write_line: Takes each line of the report.
    """
    with mock_chime(restore_client=True):
        write_line("In-process: with mock_chime(), no network")
        _show_listings(_client(None), write_line)
        write_line("")
    with mock_chime(restore_client=True), ChimeServer() as server:
        write_line(f"Over HTTP: the standalone server on {server.url}")
        _show_listings(_client(server.url), write_line)


def _client(endpoint_url: str | None) -> Any:
    return boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=endpoint_url)


def _show_listings(client: Any, write_line: Callable[[str], None]) -> None:
    connector = client.create_voice_connector(Name="demo", RequireEncryption=True)
    connector_id = connector["VoiceConnector"]["VoiceConnectorId"]
    client.put_voice_connector_proxy(
        VoiceConnectorId=connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )
    for number in range(_SESSIONS):
        client.create_proxy_session(
            VoiceConnectorId=connector_id,
            ParticipantPhoneNumbers=["+14155550100", f"+1206555010{number}"],
            Capabilities=["Voice", "SMS"],
            Name=f"Ride {number + 1}",
            ExpiryMinutes=_SHORT_EXPIRY_MINUTES if number % 3 == 0 else 120,
        )
    later = clock.utc_now() + datetime.timedelta(minutes=_SHORT_EXPIRY_MINUTES)
    with patch.object(clock, "utc_now", lambda: later):
        for status in ("Open", "Closed"):
            _show_pages(client, connector_id, status, write_line)


def _show_pages(
    client: Any, connector_id: str, status: str, write_line: Callable[[str], None]
) -> None:
    token = ""
    page_number = 0
    while page_number == 0 or token:
        page = client.list_proxy_sessions(
            VoiceConnectorId=connector_id, Status=status, MaxResults=_PAGE_SIZE, NextToken=token
        )
        token = page.get("NextToken", "")
        page_number += 1
        write_line(f"  Status={status}, MaxResults={_PAGE_SIZE}, page {page_number}")
        for session in page["ProxySessions"]:
            write_line("    " + _row(session))


def _row(session: dict[str, Any]) -> str:
    people = " <-> ".join(participant["PhoneNumber"] for participant in session["Participants"])
    created = session["CreatedTimestamp"]
    ended = session.get("EndedTimestamp")
    lasted = f"ended after {(ended - created).seconds // 60} min" if ended else "live"
    return (
        f"{session['Name']}  {people}  via {session['Participants'][0]['ProxyPhoneNumber']}"
        f"  {','.join(session['Capabilities'])}  {lasted}"
    )
