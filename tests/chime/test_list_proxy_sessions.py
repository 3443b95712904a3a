"""ListProxySessions: fields, filter, pages, errors."""

from typing import Any

import pytest

from tests.conftest import SessionFactory


@pytest.mark.fidelity("list-order")
def test_lists_oldest_first(
    client: Any, connector_id: str, create_session: SessionFactory
) -> None:
    """Sessions come in the order of their creation."""
    created = [create_session()["ProxySessionId"] for _ in range(5)]

    listed = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]

    assert created == [session["ProxySessionId"] for session in listed]
