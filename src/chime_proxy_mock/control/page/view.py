"""What the page shows, gathered from the backends and the control plane."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chime_proxy_mock.chime.models import ChimeBackend, all_backends, control_plane
from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.domain.errors import ChimeError
from chime_proxy_mock.domain.proxy_sessions import ProxySession, ProxySessionStatus
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace

_SESSIONS_PER_PAGE = 25
_LATEST_CALLS = 25


@dataclass(frozen=True, slots=True)
class SessionListing:
    """A page of the sessions of one Voice Connector.

    Attributes:
        status: The filter, or an empty string.
        next_token: Token of the next page, or None.
    """

    voice_connector_id: str
    account_id: str
    region: str
    status: str
    sessions: list[ProxySession]
    next_token: str | None


def page_content(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the variables of the template.

    Args:
        query: What to look at: ``account``, ``region``, ``connector``, ``status`` and
            ``token`` choose a page of sessions, ``after`` a page of connectors.
    """
    now = control_plane.clock.now()
    after = query.get("after", "")
    return {
        "now": now,
        "is_frozen": control_plane.clock.is_frozen,
        "backends": [
            (backend, backend.summarize(int(after) if after.isdecimal() else None))
            for backend in all_backends()
        ],
        "listing": _listing(query),
        "statuses": [status.value for status in ProxySessionStatus],
        "faults": list(control_plane.faults),
        "rates": list(control_plane.limits),
        "voice_connectors_quota": control_plane.limits.voice_connectors,
        "calls": list(reversed(list(control_plane.journal)[-_LATEST_CALLS:])),
        "operations": SUPPORTED_OPERATIONS,
        "errors": load_api(Namespace.VOICE).error_shapes,
    }


def _listing(query: Mapping[str, str]) -> SessionListing | None:
    """Return the page of sessions that was asked for, if it is to be had."""
    voice_connector_id = query.get("connector", "")
    owner = (query.get("account"), query.get("region"))
    for backend in all_backends():
        if (backend.account_id, backend.region_name) == owner:
            status = query.get("status", "")
            try:
                page: Any = backend.perform(
                    ChimeBackend.list_proxy_sessions,
                    {
                        "voice_connector_id": voice_connector_id,
                        "max_results": _SESSIONS_PER_PAGE,
                        "status": status,
                        "next_token": query.get("token"),
                    },
                )
            except (ChimeError, ValueError):
                # A connector that is gone, or an address that somebody has edited.
                return None
            return SessionListing(
                voice_connector_id=voice_connector_id,
                account_id=backend.account_id,
                region=backend.region_name,
                status=status,
                sessions=page["proxy_sessions"],
                next_token=page["next_token"],
            )
    return None
