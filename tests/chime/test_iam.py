"""IAM enforcement: who may call what, once moto's switch for it is on."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from moto.core import set_initial_no_auth_action_count

from tests.chime.conftest import DIRECT
from tests.conftest import ClientFactory, SessionFactory, configure_proxy

ACCOUNT = "123456789012"
EVERYTHING = {"Effect": "Allow", "Action": "chime:*", "Resource": "*"}

enforce = set_initial_no_auth_action_count(0)
"""Makes a function run with IAM enforced, as moto's users do."""


def allow(*actions: str, resource: str = "*") -> dict[str, Any]:
    """Return the statement of a policy."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def policy(*statements: dict[str, Any]) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def arn_of(connector_id: str) -> str:
    """Return the ARN of a Voice Connector."""
    return f"arn:aws:chime:us-east-1:{ACCOUNT}:vc/{connector_id}"


@cache
def _session() -> boto3.Session:
    return boto3.Session()


Caller = Callable[..., Any]


@pytest.fixture
def make_user(make_client: ClientFactory) -> Caller:
    """A function that makes an IAM user with a policy, and returns a client of that user."""

    def make(*statements: dict[str, Any], **arguments: Any) -> Any:
        iam = _session().client("iam", region_name="us-east-1")
        iam.create_user(UserName="caller")
        iam.put_user_policy(
            UserName="caller", PolicyName="policy", PolicyDocument=policy(*statements)
        )
        key = iam.create_access_key(UserName="caller")["AccessKey"]
        credentials = {
            "aws_access_key_id": key["AccessKeyId"],
            "aws_secret_access_key": key["SecretAccessKey"],
        }
        return make_client(**{"config": DIRECT, **credentials, **arguments})

    return make


@pytest.fixture
def make_role(make_client: ClientFactory) -> Caller:
    """A function that makes a role with a policy, and returns a client that assumes it."""

    def make(*statements: dict[str, Any], **arguments: Any) -> Any:
        iam = _session().client("iam", region_name="us-east-1")
        trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        role = iam.create_role(RoleName="caller", AssumeRolePolicyDocument=policy(trust))["Role"]
        iam.put_role_policy(
            RoleName="caller", PolicyName="policy", PolicyDocument=policy(*statements)
        )
        sts = _session().client("sts", region_name="us-east-1")
        key = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="tester")["Credentials"]
        credentials = {
            "aws_access_key_id": key["AccessKeyId"],
            "aws_secret_access_key": key["SecretAccessKey"],
            "aws_session_token": key["SessionToken"],
        }
        return make_client(**{"config": DIRECT, **credentials, **arguments})

    return make


@pytest.mark.fidelity("iam-off")
def test_nobody_is_checked_unless_told(make_client: ClientFactory) -> None:
    """Invented credentials will do, as everywhere in moto."""
    client = make_client(aws_access_key_id="invented", aws_secret_access_key="invented")

    assert client.list_voice_connectors()["VoiceConnectors"] == []


def assert_unauthorized(client: Any, expected_message: str) -> None:
    """Check that a client's credentials are refused."""
    with pytest.raises(client.exceptions.UnauthorizedClientException) as refusal:
        enforce(client.list_voice_connectors)()

    response = refusal.value.response
    assert (401, expected_message) == (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Message"],
    )


INVALID_TOKEN = "The security token included in the request is invalid."
WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. "
    "Consult the service documentation for details."
)


@pytest.mark.fidelity("iam-credentials")
def test_unsigned_request_is_unauthorized(make_client: ClientFactory) -> None:
    """Without a signature nobody is let in."""
    client = make_client(config=Config(signature_version=UNSIGNED))

    assert_unauthorized(client, "The request is not signed")


@pytest.mark.fidelity("iam-credentials")
def test_unknown_access_key_is_unauthorized(make_client: ClientFactory) -> None:
    """An access key that IAM did not make is not valid."""
    client = make_client(aws_access_key_id="AKIAINVENTED", aws_secret_access_key="invented")

    assert_unauthorized(client, INVALID_TOKEN)


@pytest.mark.fidelity("iam-credentials")
def test_wrong_secret_is_unauthorized(make_user: Caller) -> None:
    """A user who does not know the secret cannot sign."""
    client = make_user(EVERYTHING, aws_secret_access_key="wrong")

    assert_unauthorized(client, WRONG_SIGNATURE)


@pytest.mark.fidelity("iam-credentials")
def test_wrong_session_token_is_unauthorized(make_role: Caller) -> None:
    """The session token of an assumed role must be the right one."""
    client = make_role(EVERYTHING, aws_session_token="wrong")

    assert_unauthorized(client, INVALID_TOKEN)


def forget_the_date(headers: Any) -> None:
    """Take away a header that the signature covers."""
    del headers["X-Amz-Date"]


def misspell_the_credential(headers: Any) -> None:
    """Write the scope of the signature in another way than Signature Version 4 has it."""
    headers["Authorization"] = headers["Authorization"].replace(b"Credential=", b"credential=")


@pytest.mark.fidelity("iam-credentials")
@pytest.mark.parametrize("spoil", [forget_the_date, misspell_the_credential])
def test_incomplete_signature_is_unauthorized(
    make_user: Caller, spoil: Callable[[Any], None]
) -> None:
    """A signature that cannot be checked is not right."""
    client = make_user(EVERYTHING)
    client.meta.events.register_first("before-send", lambda request, **_: spoil(request.headers))

    assert_unauthorized(client, "The signature is not complete")


@pytest.mark.fidelity("iam-forbidden", "iam-action")
def test_call_that_no_policy_permits_is_forbidden(make_user: Caller) -> None:
    """The refusal names the user and the action, in moto's words."""
    client = make_user(allow("chime:GetVoiceConnector"))

    with pytest.raises(client.exceptions.ForbiddenException) as refusal:
        enforce(client.list_proxy_sessions)(VoiceConnectorId="1")

    response = refusal.value.response
    expected = (
        f"User: arn:aws:iam::{ACCOUNT}:user/caller is not authorized to perform: "
        "chime:ListProxySessions"
    )
    assert (403, expected) == (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Message"],
    )


@pytest.mark.fidelity("iam-forbidden")
def test_call_that_a_policy_denies_is_forbidden(make_user: Caller) -> None:
    """A denial counts more than a permission."""
    client = make_user(EVERYTHING, {**allow("chime:ListProxySessions"), "Effect": "Deny"})

    with pytest.raises(client.exceptions.ForbiddenException):
        enforce(client.list_proxy_sessions)(VoiceConnectorId="1")


@pytest.mark.fidelity("iam-access-denied")
@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("create_voice_connector", {"Name": "one", "RequireEncryption": True}),
        (
            "put_voice_connector_proxy",
            {
                "VoiceConnectorId": "1",
                "DefaultSessionExpiryMinutes": 60,
                "PhoneNumberPoolCountries": ["US"],
            },
        ),
    ],
)
def test_refusal_is_access_denied_where_that_is_modelled(
    make_user: Caller, operation: str, parameters: dict[str, Any]
) -> None:
    """Two operations have an error of their own for what IAM does not permit."""
    client = make_user(allow("chime:ListProxySessions"))

    with pytest.raises(client.exceptions.AccessDeniedException) as refusal:
        enforce(getattr(client, operation))(**parameters)

    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.fidelity("iam-action")
def test_action_has_the_name_of_the_operation(
    make_user: Caller, connector_id: str, create_session: SessionFactory
) -> None:
    """Whoever may chime:ListProxySessions can list, and nothing else is needed."""
    create_session()
    client = make_user(allow("chime:ListProxySessions"))

    page = enforce(client.list_proxy_sessions)(VoiceConnectorId=connector_id)

    assert len(page["ProxySessions"]) == 1


@pytest.mark.fidelity("iam-credentials")
def test_signatures_of_query_and_body_are_right(make_user: Caller) -> None:
    """A user who may do everything can do everything: with bodies, queries, tokens and ARNs."""
    client = make_user(EVERYTHING)

    @enforce
    def walk() -> list[str]:
        created = client.create_voice_connector(Name="one", RequireEncryption=True)
        connector = created["VoiceConnector"]
        connector_id = connector["VoiceConnectorId"]
        configure_proxy(client, connector_id)
        for _ in range(2):
            client.create_proxy_session(
                VoiceConnectorId=connector_id,
                ParticipantPhoneNumbers=["+12065550100", "+14015550101"],
                Capabilities=["Voice"],
                Name="Ride 42",
            )
        filters = {"VoiceConnectorId": connector_id, "MaxResults": 1, "Status": "Open"}
        first = client.list_proxy_sessions(**filters)
        second = client.list_proxy_sessions(**filters, NextToken=first["NextToken"])
        client.tag_resource(
            ResourceARN=connector["VoiceConnectorArn"], Tags=[{"Key": "ü +&=", "Value": "/?"}]
        )
        listed = client.list_tags_for_resource(ResourceARN=connector["VoiceConnectorArn"])
        client.delete_voice_connector(VoiceConnectorId=connector_id)
        return [
            *(session["Name"] for page in (first, second) for session in page["ProxySessions"]),
            listed["Tags"][0]["Key"],
        ]

    assert walk() == ["Ride 42", "Ride 42", "ü +&="]


@pytest.mark.fidelity("iam-credentials")
@pytest.mark.parametrize("connector_id", ["a b", "a/b", "ü", "a%2Fb", "a+b", "a//b"])
def test_signatures_of_odd_paths_are_right(make_user: Caller, connector_id: str) -> None:
    """A signature over an id that has to be escaped is recognized: nothing is found there."""
    client = make_user(EVERYTHING)

    with pytest.raises(client.exceptions.NotFoundException):
        enforce(client.get_voice_connector)(VoiceConnectorId=connector_id)


@pytest.mark.fidelity("iam-resource")
def test_policy_may_be_about_one_connector(make_user: Caller, connector_id: str) -> None:
    """A permission for the ARN of a Voice Connector is enough to use it."""
    client = make_user(allow("chime:*", resource=arn_of(connector_id)))

    page = enforce(client.list_proxy_sessions)(VoiceConnectorId=connector_id)

    assert page["ProxySessions"] == []


@pytest.mark.fidelity("iam-resource")
def test_policy_about_one_connector_permits_no_other(client: Any, make_user: Caller) -> None:
    """A permission for the ARN of a Voice Connector is good for that one only."""
    own, other = (
        client.create_voice_connector(Name="one", RequireEncryption=True)["VoiceConnector"]
        for _ in range(2)
    )
    caller = make_user(allow("chime:*", resource=own["VoiceConnectorArn"]))

    with pytest.raises(caller.exceptions.ForbiddenException):
        enforce(caller.list_proxy_sessions)(VoiceConnectorId=other["VoiceConnectorId"])


@pytest.mark.fidelity("iam-resource")
def test_policy_about_one_connector_is_not_enough_to_list_all(
    make_user: Caller, connector_id: str
) -> None:
    """Operations on no Voice Connector in particular need a permission for everything."""
    client = make_user(allow("chime:*", resource=arn_of(connector_id)))

    with pytest.raises(client.exceptions.ForbiddenException):
        enforce(client.list_voice_connectors)()


@pytest.mark.fidelity("iam-resource")
def test_tags_are_about_the_resource_of_the_request(make_user: Caller, connector_id: str) -> None:
    """Who may tag one Voice Connector can do so, and cannot tag another one."""
    own, other = arn_of(connector_id), arn_of("b" * 22)
    client = make_user(allow("chime:TagResource", resource=own))
    tags = [{"Key": "team", "Value": "blue"}]
    enforce(client.tag_resource)(ResourceARN=own, Tags=tags)

    with pytest.raises(client.exceptions.ForbiddenException):
        enforce(client.tag_resource)(ResourceARN=other, Tags=tags)


@pytest.mark.fidelity("iam-first")
@pytest.mark.parametrize("parameters", [{}, {"MaxResults": 0}])
def test_permission_comes_before_all_other_checks(
    make_user: Caller, parameters: dict[str, int]
) -> None:
    """Who may not list does not learn that the connector is unknown or the request bad."""
    client = make_user(allow("chime:GetVoiceConnector"))

    with pytest.raises(client.exceptions.ForbiddenException):
        enforce(client.list_proxy_sessions)(VoiceConnectorId="1", **parameters)


@pytest.mark.fidelity("iam-role")
def test_role_may_do_what_its_policy_permits(make_role: Caller, connector_id: str) -> None:
    """The credentials of an assumed role carry its permissions."""
    client = make_role(allow("chime:ListProxySessions"))

    page = enforce(client.list_proxy_sessions)(VoiceConnectorId=connector_id)

    assert page["ProxySessions"] == []


@pytest.mark.fidelity("iam-role")
def test_role_may_not_do_more_than_its_policy_permits(make_role: Caller, connector_id: str) -> None:
    """The refusal names the role and its session."""
    client = make_role(allow("chime:ListProxySessions"))

    with pytest.raises(client.exceptions.ForbiddenException) as refusal:
        enforce(client.get_voice_connector)(VoiceConnectorId=connector_id)

    expected = (
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/caller/tester is not authorized to perform: "
        "chime:GetVoiceConnector"
    )
    assert expected == refusal.value.response["Error"]["Message"]
