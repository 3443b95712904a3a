"""What a call through the mock costs, as a multiple of what botocore alone costs.

    python -m tests.benchmarks.calls

The floor is the same client call, answered with the same bytes by a client that moto does
not touch: moto's handler is taken off it, because botocore asks every handler. The two
are measured in turn, and each ratio is of neighbours, so that a machine whose speed
drifts does not matter.
"""

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from time import perf_counter
from typing import Any, NamedTuple

import boto3
import click
from botocore.awsrequest import AWSResponse
from moto.core.models import botocore_stubber

from chime_proxy_mock import mock_chime

_CALLS_PER_SAMPLE = 10
_SESSIONS = (0, 1, 20, 99)


class Ratio(NamedTuple):
    """How many times as long one thing takes as another, over all pairs."""

    minimum: float
    median: float
    maximum: float


class _CannedBody(BytesIO):
    """The body of a response, as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def compare(one: Callable[[], object], other: Callable[[], object], pairs: int) -> Ratio:
    """Return how many times as long `one` takes as `other`.

    Args:
        one: What is measured.
        other: What it is compared with.
        pairs: How many times both are measured, in turn.
    """
    ratios = [_seconds(one) / _seconds(other) for _ in range(pairs)]
    return Ratio(min(ratios), statistics.median(ratios), max(ratios))


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(_CALLS_PER_SAMPLE):
        call()
    return perf_counter() - start


def canned_client(response: AWSResponse) -> Any:
    """Return a client that is answered with the content of `response`, whatever it asks."""
    content, status = response.content, response.status_code
    headers: Any = dict(response.headers)

    def answer(request: Any, **_: Any) -> AWSResponse:
        body = _CannedBody(content)
        return AWSResponse(request.url, status, headers, body)

    client = _client()
    client.meta.events.unregister("before-send", botocore_stubber)
    client.meta.events.register("before-send", answer)
    return client


def _client() -> Any:
    return boto3.client("chime-sdk-voice", region_name="us-east-1")


def _connector_with_sessions(client: Any, number: int) -> str:
    created = client.create_voice_connector(Name="benchmark", RequireEncryption=True)
    voice_connector_id: str = created["VoiceConnector"]["VoiceConnectorId"]
    client.put_voice_connector_proxy(
        VoiceConnectorId=voice_connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )
    for index in range(number):
        client.create_proxy_session(
            VoiceConnectorId=voice_connector_id,
            ParticipantPhoneNumbers=[f"+1206555{index:04}", f"+1425555{index:04}"],
            Capabilities=["Voice", "SMS"],
            Name=f"Session {index}",
        )
    return voice_connector_id


def _mocked_response(client: Any, voice_connector_id: str) -> AWSResponse:
    """Return what the mock answers ListProxySessions with."""
    responses: list[AWSResponse] = []

    def answer(request: Any, **_: Any) -> AWSResponse | None:
        response = botocore_stubber("before-send", request)
        if response is not None:
            responses.append(response)
        return response

    client.meta.events.register_first("before-send", answer)
    client.list_proxy_sessions(VoiceConnectorId=voice_connector_id)
    client.meta.events.unregister("before-send", answer)
    return responses[0]


@click.command()
@click.option("--pairs", default=60, show_default=True, help="Pairs of samples per figure.")
def main(pairs: int) -> None:
    """Print what ListProxySessions costs in-process, as a multiple of the floor."""
    click.echo(f"ListProxySessions in-process / floor, {pairs} pairs of {_CALLS_PER_SAMPLE} calls")
    click.echo("sessions   minimum    median   maximum")
    with mock_chime():
        mocked = _client()
        for number in _SESSIONS:
            voice_connector_id = _connector_with_sessions(mocked, number)
            floor = canned_client(_mocked_response(mocked, voice_connector_id))
            parameters = {"VoiceConnectorId": voice_connector_id}
            ratio = compare(
                partial(mocked.list_proxy_sessions, **parameters),
                partial(floor.list_proxy_sessions, **parameters),
                pairs,
            )
            click.echo(f"{number:8}" + "".join(f"{figure:10.2f}" for figure in ratio))


if __name__ == "__main__":
    main()
