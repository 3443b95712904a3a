"""Faults: every error of every operation, once, n times, by chance, here and not there."""

import inspect
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.httpsession import URLLib3Session

from chime_proxy_mock import ChimeControl, ControlError
from chime_proxy_mock.protocol.api import load_api
from chime_proxy_mock.protocol.endpoints import Namespace
from tests.control.conftest import Stage, make_client, session_ids
from tests.sample_calls import MODELLED_ERRORS, sample_parameters

API = load_api(Namespace.VOICE)


@pytest.mark.parametrize(("operation", "error"), MODELLED_ERRORS)
def test_every_modelled_error_of_every_operation_is_reachable(
    client: Any, chime: ChimeControl, operation: str, error: str
) -> None:
    """A fault brings about any modelled error, as the class that boto3 has for it."""
    chime.faults.inject(operation, error, message="As injected")

    with pytest.raises(getattr(client.exceptions, error)) as raised:
        client._make_api_call(operation, sample_parameters(operation))

    response = raised.value.response
    assert {"Code": error, "Message": "As injected"} == response["Error"]
    assert API.error_status(error) == response["ResponseMetadata"]["HTTPStatusCode"]
    headers = response["ResponseMetadata"]["HTTPHeaders"]
    assert error == headers["x-amzn-errortype"]
    assert response["ResponseMetadata"]["RequestId"] == headers["x-amzn-requestid"]


def outcomes(client: Any, voice_connector_id: str, calls: int) -> str:
    """Return a letter for each of some calls: o where it went well, x where it failed."""
    letters = []
    for _ in range(calls):
        try:
            client.list_proxy_sessions(VoiceConnectorId=voice_connector_id)
            letters.append("o")
        except ClientError:
            letters.append("x")
    return "".join(letters)


def test_strikes_until_it_is_removed(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """Without any limit, a fault strikes every call."""
    fault = chime.faults.inject("ListProxySessions", "ThrottledClientException")

    before = outcomes(client, connector_id, 3)
    chime.faults.remove(fault.id)
    after = outcomes(client, connector_id, 3)

    assert (before, after) == ("xxx", "ooo")


def test_strikes_so_many_times(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """`times` is how often it strikes."""
    chime.faults.inject("ListProxySessions", "ThrottledClientException", times=2)

    assert outcomes(client, connector_id, 5) == "xxooo"


def test_strikes_every_nth_call(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """`every` counts calls, and may be combined with `times`."""
    chime.faults.inject("ListProxySessions", "ServiceFailureException", every=3, times=2)

    assert outcomes(client, connector_id, 9) == "ooxooxooo"


def test_strikes_by_chance_under_a_seed(
    client: Any, chime: ChimeControl, connector_id: str
) -> None:
    """The same seed gives the same chances."""
    first = chime.faults.inject(
        "ListProxySessions", "ServiceFailureException", probability=0.5, seed=7
    )
    one = outcomes(client, connector_id, 20)
    chime.faults.remove(first.id)
    chime.faults.inject("ListProxySessions", "ServiceFailureException", probability=0.5, seed=7)
    other = outcomes(client, connector_id, 20)

    assert one == other
    assert {"o", "x"} == set(one)


def test_strikes_one_connector_among_many(client: Any, chime: ChimeControl) -> None:
    """`voice_connector_id` leaves the others alone."""
    broken, sound = chime.state.seed(connectors=2, sessions_per_connector=1)
    chime.faults.inject(
        "ListProxySessions", "ServiceUnavailableException", voice_connector_id=broken
    )

    assert outcomes(client, broken, 1) == "x"
    assert outcomes(client, sound, 1) == "o"


def test_strikes_one_region(stage: Stage) -> None:
    """`region` leaves the other Regions alone."""
    stage.chime.faults.inject("ListVoiceConnectors", "ForbiddenException", region="us-west-2")

    make_client(stage, "us-east-1").list_voice_connectors()
    west = make_client(stage, "us-west-2")
    with pytest.raises(west.exceptions.ForbiddenException):
        west.list_voice_connectors()


def test_strikes_all_operations_that_model_the_error(client: Any, chime: ChimeControl) -> None:
    """With ``*``, operations that do not model the error are left alone."""
    chime.faults.inject("*", "ThrottledClientException")

    with pytest.raises(client.exceptions.ThrottledClientException):
        client.list_voice_connectors()
    # The tag operations model no throttling.
    with pytest.raises(client.exceptions.BadRequestException):
        client.list_tags_for_resource(ResourceARN="arn:nothing")


def test_an_error_takes_the_place_of_the_operation(
    client: Any, chime: ChimeControl, connector_id: str
) -> None:
    """What fails is not carried out."""
    chime.faults.inject("CreateProxySession", "ServiceFailureException", times=1)

    with pytest.raises(client.exceptions.ServiceFailureException):
        client.create_proxy_session(
            VoiceConnectorId=connector_id,
            ParticipantPhoneNumbers=["+12065550100", "+12065550101"],
            Capabilities=["Voice"],
        )

    assert len(session_ids(client, connector_id)) == 3


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("ThrottledClientException", "Rate exceeded"),
        ("BadRequestException", "Service received a bad request."),
        ("ServiceFailureException", "ServiceFailureException injected by chime-proxy-mock"),
    ],
)
def test_has_a_usual_message(client: Any, chime: ChimeControl, error: str, message: str) -> None:
    """Without a message, an error says what the service says, where that is known."""
    chime.faults.inject("ListVoiceConnectors", error)

    with pytest.raises(ClientError) as raised:
        client.list_voice_connectors()

    assert message == raised.value.response["Error"]["Message"]


def test_refuses_an_error_that_the_operation_does_not_model(chime: ChimeControl) -> None:
    """Unless forced, a fault does what the service could do."""
    with pytest.raises(ControlError) as refused:
        chime.faults.inject("ListProxySessions", "ConflictException")

    assert str(refused.value) == (
        "The model of ListProxySessions has no ConflictException; it has BadRequestException, "
        "ForbiddenException, NotFoundException, ServiceFailureException, "
        "ServiceUnavailableException, ThrottledClientException, UnauthorizedClientException. "
        "To inject it all the same, say force"
    )
    assert chime.faults.in_force() == []


def test_can_be_forced(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """With `force`, any error of the API goes with any operation."""
    chime.faults.inject("ListProxySessions", "ConflictException", force=True)

    with pytest.raises(client.exceptions.ConflictException) as raised:
        client.list_proxy_sessions(VoiceConnectorId=connector_id)

    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"operation": "ListProxySession", "error": "BadRequestException"},
            "There is no operation 'ListProxySession'; did you mean 'ListProxySessions'?",
        ),
        (
            {"operation": "ListProxySessions", "error": "ThrottlingException"},
            "There is no error 'ThrottlingException'; did you mean 'ThrottledClientException'?",
        ),
        (
            {"operation": "ListProxySessions"},
            "A fault needs an error, a delivery or delay_seconds",
        ),
        (
            {"operation": "ListProxySessions", "error": "BadRequestException", "times": 0},
            "faults/inject: Expected `int` >= 1 - at `$.times`",
        ),
        (
            {"operation": "ListProxySessions", "delivery": "late"},
            "faults/inject: Invalid enum value 'late' - at `$.delivery`",
        ),
    ],
)
def test_says_what_is_wrong(chime: ChimeControl, arguments: dict[str, Any], message: str) -> None:
    """A fault that makes no sense is refused with a reason."""
    with pytest.raises(ControlError) as refused:
        chime.faults.inject(**arguments)

    assert message == str(refused.value)


def test_removing_what_is_not_there_is_an_error(chime: ChimeControl) -> None:
    """The message lists the faults in force."""
    chime.faults.inject("ListProxySessions", "BadRequestException")

    with pytest.raises(ControlError) as refused:
        chime.faults.remove("fault-9")

    assert str(refused.value) == "There is no fault 'fault-9'; in force: fault-1"


def test_lists_what_is_in_force(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """A listed fault tells how often it has struck."""
    injected = chime.faults.inject("ListProxySessions", "BadRequestException", times=5)
    outcomes(client, connector_id, 2)

    (listed,) = chime.faults.in_force()

    assert (injected.id, "ListProxySessions", 5, 2) == (
        listed.id,
        listed.operation,
        listed.times,
        listed.struck,
    )


def test_clears(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """Clearing removes all faults."""
    chime.faults.inject("ListProxySessions", "BadRequestException")
    chime.faults.clear()

    assert outcomes(client, connector_id, 1) == "o"


def test_delays_the_answer(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """A delayed answer makes an impatient client give up."""
    chime.faults.inject("ListProxySessions", delay_seconds=0.2)

    client.list_proxy_sessions(VoiceConnectorId=connector_id)

    (call_record,) = chime.journal.calls("ListProxySessions")
    (fault,) = chime.faults.in_force()
    assert (call_record.status, fault.struck) == (200, 1)


def test_drops_the_connection(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """The operation is carried out, but the answer never arrives."""
    (first, *rest) = session_ids(client, connector_id)
    chime.faults.inject("DeleteProxySession", delivery="dropped")

    with pytest.raises(ConnectionClosedError):
        client.delete_proxy_session(VoiceConnectorId=connector_id, ProxySessionId=first)

    assert rest == session_ids(client, connector_id)


def test_breaks_the_json_of_the_answer(client: Any, chime: ChimeControl, connector_id: str) -> None:
    """boto3 takes JSON that it cannot read for an empty answer."""
    chime.faults.inject("ListProxySessions", delivery="malformed", times=1)

    broken = client.list_proxy_sessions(VoiceConnectorId=connector_id)

    assert "ProxySessions" not in broken
    assert 3 == len(session_ids(client, connector_id))


def test_cuts_the_answer_off(stage: Stage, connector_id: str) -> None:
    """Over HTTP, boto3 1.37.1 sees that the answer is too short; newer ones do not look."""
    stage.chime.faults.inject("ListProxySessions", delivery="truncated", times=1)
    client = make_client(stage)

    looks = "enforce_content_length=False" not in inspect.getsource(URLLib3Session.send)
    if looks and stage.endpoint_url:
        with pytest.raises(ConnectionClosedError):
            client.list_proxy_sessions(VoiceConnectorId=connector_id)
    else:
        assert "ProxySessions" not in client.list_proxy_sessions(VoiceConnectorId=connector_id)

    assert 3 == len(session_ids(client, connector_id))


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_retries_are_counted_by_attempt(stage: Stage, connector_id: str, mode: str) -> None:
    """The journal sees each attempt of a client that retries."""
    stage.chime.faults.inject("ListProxySessions", "ServiceUnavailableException", times=1)
    client = make_client(
        stage,
        config=Config(retries={"mode": mode, "total_max_attempts": 3}),  # type: ignore[arg-type]
    )

    answered = client.list_proxy_sessions(VoiceConnectorId=connector_id)

    calls = stage.chime.journal.calls("ListProxySessions")
    assert answered["ResponseMetadata"]["RetryAttempts"] == 1
    assert [(call.attempt, call.status) for call in calls] == [(1, 503), (2, 200)]
