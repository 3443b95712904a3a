"""Limits: rates on the mock's clock, and the quota of Voice Connectors."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chime_proxy_mock import ChimeControl, ControlError
from tests.control.conftest import Stage, make_client


def succeeding(client: Any, calls: int) -> int:
    """Return how many of some calls are not throttled."""
    succeeded = 0
    for _ in range(calls):
        try:
            client.list_voice_connectors()
            succeeded += 1
        except client.exceptions.ThrottledClientException:
            pass
    return succeeded


def test_throttles_beyond_a_rate(client: Any, chime: ChimeControl) -> None:
    """One second's worth of calls may come at once, the next are refused."""
    chime.clock.freeze()
    chime.limits.rate("ListVoiceConnectors", per_second=5)

    assert succeeding(client, 8) == 5


def test_admits_again_as_time_passes(client: Any, chime: ChimeControl) -> None:
    """The rate is measured on the mock's clock."""
    chime.clock.freeze()
    chime.limits.rate("ListVoiceConnectors", per_second=5)
    succeeding(client, 5)

    chime.clock.advance(seconds=0.4)

    assert succeeding(client, 5) == 2


def test_a_rate_may_be_below_one(client: Any, chime: ChimeControl) -> None:
    """0.1 a second is one call in ten seconds."""
    chime.clock.freeze()
    chime.limits.rate("ListVoiceConnectors", per_second=0.1)

    first = succeeding(client, 2)
    chime.clock.advance(seconds=9)
    too_early = succeeding(client, 2)
    chime.clock.advance(seconds=1)
    in_time = succeeding(client, 2)

    assert (first, too_early, in_time) == (1, 0, 1)


def test_throttling_answers_429(client: Any, chime: ChimeControl) -> None:
    """The error is the service's own."""
    chime.clock.freeze()
    chime.limits.rate("*", per_second=1)
    client.list_voice_connectors()

    with pytest.raises(ClientError) as raised:
        client.list_voice_connectors()

    error, metadata = raised.value.response["Error"], raised.value.response["ResponseMetadata"]
    assert error == {"Code": "ThrottledClientException", "Message": "Rate exceeded"}
    assert metadata["HTTPStatusCode"] == 429


def test_regions_are_counted_apart(stage: Stage) -> None:
    """Each account and Region has a rate of its own."""
    stage.chime.clock.freeze()
    stage.chime.limits.rate("ListVoiceConnectors", per_second=1)

    assert succeeding(make_client(stage, "us-east-1"), 2) == 1
    assert succeeding(make_client(stage, "us-west-2"), 2) == 1


def test_all_operations_can_share_a_rate(client: Any, chime: ChimeControl) -> None:
    """With ``*`` they are counted together."""
    chime.clock.freeze()
    chime.limits.rate("*", per_second=2)
    client.list_voice_connectors()
    client.create_voice_connector(Name="a", RequireEncryption=True)

    assert succeeding(client, 1) == 0


def test_a_second_rate_replaces_the_first(client: Any, chime: ChimeControl) -> None:
    """Limits on the same calls do not add up."""
    chime.clock.freeze()
    chime.limits.rate("ListVoiceConnectors", per_second=1)
    chime.limits.rate("ListVoiceConnectors", per_second=3)

    assert succeeding(client, 5) == 3
    (rate,) = chime.limits.in_force().rates
    assert (rate.operation, rate.per_second, rate.throttled) == ("ListVoiceConnectors", 3, 2)


def test_clearing_lifts_all_limits(client: Any, chime: ChimeControl) -> None:
    """Afterwards there are none, as at the beginning."""
    chime.limits.rate("*", per_second=1)
    chime.limits.quota(voice_connectors=0)

    chime.limits.clear()

    assert (chime.limits.in_force().rates, chime.limits.in_force().voice_connectors) == ([], None)
    client.create_voice_connector(Name="a", RequireEncryption=True)
    assert succeeding(client, 3) == 3


@pytest.mark.fidelity("connector-quota")
def test_the_quota_answers_as_the_service_did(client: Any, chime: ChimeControl) -> None:
    """Beyond the quota comes a bad request, though the model has another error for it."""
    chime.limits.quota(voice_connectors=1)
    client.create_voice_connector(Name="a", RequireEncryption=True)

    with pytest.raises(client.exceptions.BadRequestException) as raised:
        client.create_voice_connector(Name="b", RequireEncryption=True)

    assert raised.value.response["Error"]["Message"] == "Service received a bad request."


def test_the_quota_is_for_each_region(stage: Stage) -> None:
    """A full Region does not fill the others."""
    stage.chime.limits.quota(voice_connectors=1)

    for region in ("us-east-1", "us-west-2"):
        make_client(stage, region).create_voice_connector(Name="a", RequireEncryption=True)


@pytest.mark.parametrize(
    ("per_second", "message"),
    [
        (0, "limits/rate: Expected `float` > 0.0 - at `$.per_second`"),
        ("many", "limits/rate: Expected `float`, got `str` - at `$.per_second`"),
    ],
)
def test_says_what_is_wrong(chime: ChimeControl, per_second: Any, message: str) -> None:
    """A rate that makes no sense is refused with a reason."""
    with pytest.raises(ControlError) as refused:
        chime.limits.rate("*", per_second=per_second)

    assert message == str(refused.value)
