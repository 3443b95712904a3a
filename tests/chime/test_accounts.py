"""Whose Voice Connectors a request is about."""

from typing import Any

import boto3
import pytest

from tests.chime.conftest import DIRECT, list_connector_ids
from tests.conftest import ClientFactory

DEFAULT, FIRST, SECOND = "123456789012", "111111111111", "222222222222"


def account_of(client: Any) -> str:
    """Return the account in which a client creates a Voice Connector."""
    created = client.create_voice_connector(Name="one", RequireEncryption=True)
    arn: str = created["VoiceConnector"]["VoiceConnectorArn"]
    return arn.split(":")[4]


def name_account(client: Any, account_id: str) -> Any:
    """Make a client send moto's header for an account."""

    def add_header(params: dict[str, Any], **_: Any) -> None:
        params["headers"]["x-moto-account-id"] = account_id

    client.meta.events.register("before-call", add_header)
    return client


def assume_role(make_client: ClientFactory, account_id: str) -> Any:
    """Return a client with the credentials of a role in an account."""
    sts = boto3.client("sts", region_name="us-east-1")
    role = sts.assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/tester", RoleSessionName="tester"
    )
    return make_client(
        config=DIRECT,
        aws_access_key_id=role["Credentials"]["AccessKeyId"],
        aws_secret_access_key=role["Credentials"]["SecretAccessKey"],
        aws_session_token=role["Credentials"]["SessionToken"],
    )


@pytest.mark.fidelity("account-choice")
def test_account_is_that_of_moto_unless_told(client: Any) -> None:
    """Without anything that names an account, it is moto's default."""
    assert account_of(client) == DEFAULT


@pytest.mark.fidelity("account-choice")
def test_account_can_be_named_in_a_header(client: Any) -> None:
    """The header x-moto-account-id names the account."""
    name_account(client, FIRST)

    assert account_of(client) == FIRST


@pytest.mark.fidelity("account-choice")
def test_account_is_that_of_the_role_assumed(make_client: ClientFactory) -> None:
    """Credentials from STS belong to the role's account."""
    client = assume_role(make_client, FIRST)

    assert account_of(client) == FIRST


@pytest.mark.fidelity("account-choice")
def test_account_can_be_set_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, client: Any
) -> None:
    """The variable MOTO_ACCOUNT_ID names the account."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", FIRST)

    assert account_of(client) == FIRST


@pytest.mark.fidelity("account-choice")
def test_header_goes_before_credentials(make_client: ClientFactory) -> None:
    """A client with an assumed role and the header acts in the header's account."""
    client = name_account(assume_role(make_client, FIRST), SECOND)

    assert account_of(client) == SECOND


@pytest.mark.fidelity("account-choice")
def test_environment_goes_before_header(monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
    """The variable decides, whatever the header says."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", FIRST)
    name_account(client, SECOND)

    assert account_of(client) == FIRST


@pytest.mark.fidelity("account-isolation")
def test_accounts_do_not_see_each_other(
    make_client: ClientFactory, client: Any, bare_connector_id: str
) -> None:
    """A Voice Connector is listed in its own account, and not in another one."""
    stranger = assume_role(make_client, FIRST)

    listed = list_connector_ids(client), list_connector_ids(stranger)

    assert ([bare_connector_id], []) == listed


@pytest.mark.fidelity("account-isolation")
def test_connector_of_another_account_is_not_found(
    make_client: ClientFactory, bare_connector_id: str
) -> None:
    """Knowing the id is not enough to get at the Voice Connector of somebody else."""
    stranger = assume_role(make_client, FIRST)

    with pytest.raises(stranger.exceptions.NotFoundException, match=bare_connector_id):
        stranger.get_voice_connector(VoiceConnectorId=bare_connector_id)
