"""The five-second proof: real boto3 clients, in-process and over HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.config import Config

from chime_proxy_mock.control.handle import ChimeControl
from chime_proxy_mock.control.transports import connect
from chime_proxy_mock.decorator import mock_chime
from chime_proxy_mock.server import ChimeServer

_SESSIONS = 7
_PAGE_SIZE = 3
_SHORT_EXPIRY_MINUTES = 30
_HEADINGS = ("Status", "Page", "Name", "Participants", "Proxy number", "Capabilities", "Ended")

Row = tuple[str, ...]


def run_demo(write_line: Callable[[str], None]) -> None:
    """Drive the mock in both ways and print what comes back.

    Args:
        write_line: Takes each line of the report.

    Raises:
        ServerStartError: The server cannot listen, or packages that it needs are missing.
    """
    with mock_chime(restore_client=True) as chime:
        write_line("In-process: with mock_chime(), no network")
        _write_table(_demonstrate(chime, _client(None)), write_line)
    write_line("")
    with mock_chime(restore_client=True), ChimeServer() as server:
        write_line(f"Over HTTP: the standalone server on {server.url}")
        _write_table(_demonstrate(connect(server.url), _client(server.url)), write_line)


def _client(endpoint_url: str | None) -> Any:
    # Whatever proxy or endpoint the environment names, it is not meant for this.
    options: dict[str, Any] = {"proxies": {}, "ignore_configured_endpoint_urls": True}
    return boto3.client(
        "chime-sdk-voice",
        region_name="us-east-1",
        endpoint_url=endpoint_url,
        config=Config(**options),
    )


def _demonstrate(chime: ChimeControl, client: Any) -> list[Row]:
    """Create sessions, let some of them expire, and list them by status, page by page."""
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
    chime.clock.advance(minutes=_SHORT_EXPIRY_MINUTES)
    return [
        _row(status, page_number, session)
        for status in ("Open", "Closed")
        for page_number, page in enumerate(_pages(client, connector_id, status), start=1)
        for session in page
    ]


def _pages(client: Any, connector_id: str, status: str) -> Iterator[list[dict[str, Any]]]:
    token = ""
    while token is not None:
        page = client.list_proxy_sessions(
            VoiceConnectorId=connector_id, Status=status, MaxResults=_PAGE_SIZE, NextToken=token
        )
        yield page["ProxySessions"]
        token = page.get("NextToken")


def _row(status: str, page_number: int, session: dict[str, Any]) -> Row:
    created, ended = session["CreatedTimestamp"], session.get("EndedTimestamp")
    return (
        status,
        str(page_number),
        session["Name"],
        ", ".join(participant["PhoneNumber"] for participant in session["Participants"]),
        session["Participants"][0]["ProxyPhoneNumber"],
        ", ".join(session["Capabilities"]),
        f"after {(ended - created).seconds // 60} min" if ended else "not yet",
    )


def _write_table(rows: list[Row], write_line: Callable[[str], None]) -> None:
    write_line(f"list_proxy_sessions(Status=..., MaxResults={_PAGE_SIZE}), page by page")
    write_line("")
    rows = [_HEADINGS, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        write_line("  " + "  ".join(cells).rstrip())
