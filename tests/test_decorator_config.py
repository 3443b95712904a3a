"""`mock_chime`, moto's configuration, and the environment around it."""

import os
from typing import Any

import boto3
import pytest
from moto.core.config import DefaultConfig, default_user_config
from moto.core.exceptions import ServiceNotWhitelisted

from chime_proxy_mock import mock_chime
from tests.stand_in import ON_AWS, create, make_client, names


@pytest.fixture
def client() -> Any:
    """A client made before any mock; a stand-in for AWS answers what is not mocked."""
    return make_client()


def test_service_can_be_passed_through(client: Any) -> None:
    """With Chime among the services to pass through, its calls go to AWS."""
    config: DefaultConfig = {"core": {"passthrough": {"services": ["chime"], "urls": []}}}

    with mock_chime(config=config):
        assert [ON_AWS] == names(client)


def test_urls_can_be_passed_through(client: Any) -> None:
    """With one Region's URLs to pass through, the other Regions are mocked still."""
    urls = [r"https://voice-chime\.us-east-1\."]
    config: DefaultConfig = {"core": {"passthrough": {"services": [], "urls": urls}}}
    other_client = make_client(region_name="eu-west-1")

    with mock_chime(config=config):
        assert [ON_AWS] == names(client)
        assert [] == names(other_client)


def test_service_off_the_whitelist_is_refused(client: Any) -> None:
    """With a whitelist that lacks Chime, moto stops a call to it."""
    with (
        mock_chime(config={"core": {"service_whitelist": ["s3"]}}),
        pytest.raises(ServiceNotWhitelisted),
    ):
        names(client)


def test_service_on_the_whitelist_is_mocked(client: Any) -> None:
    """With Chime alone on the whitelist, it is mocked, and S3 is refused."""
    with mock_chime(config={"core": {"service_whitelist": ["chime"]}}):
        assert [] == names(client)
        with pytest.raises(ServiceNotWhitelisted):
            make_client("s3").list_buckets()


def test_configuration_ends_with_the_mock() -> None:
    """Moto's configuration is afterwards what it was before."""
    before = dict(default_user_config)

    with mock_chime(config={"core": {"service_whitelist": ["s3"]}}):
        pass

    assert before == default_user_config


def test_decorator_takes_a_configuration(client: Any) -> None:
    """@mock_chime(config=...) configures the mock as the context manager does."""

    @mock_chime(config={"core": {"passthrough": {"services": ["chime"], "urls": []}}})
    def function() -> list[str]:
        return names(client)

    assert [ON_AWS] == function()


CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def test_credentials_are_fake_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client made inside cannot use real credentials; afterwards they are back."""
    for name in CREDENTIALS:
        monkeypatch.setenv(name, "real")

    with mock_chime():
        inside = [os.environ[name] for name in CREDENTIALS]

    assert ["FOOBARKEY", "FOOBARSECRET"] == inside
    assert ["real", "real"] == [os.environ[name] for name in CREDENTIALS]


def test_credentials_that_were_not_there_are_gone_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fake credentials stay behind where there were none."""
    for name in CREDENTIALS:
        monkeypatch.delenv(name, raising=False)

    with mock_chime():
        pass

    assert not os.environ.keys() & set(CREDENTIALS)


def test_credentials_can_be_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto's switch for it leaves the environment's credentials as they are."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")

    with mock_chime(config={"core": {"mock_credentials": False}}):
        assert "mine" == os.environ["AWS_ACCESS_KEY_ID"]


def test_default_session_is_afresh_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3's default session, with its credentials, is set aside for the mock's time."""
    session = boto3.Session()
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)

    with mock_chime():
        boto3.client("chime-sdk-voice", region_name="us-east-1")
        inside = boto3.DEFAULT_SESSION

    assert session is not inside
    assert session is boto3.DEFAULT_SESSION


def test_default_session_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto's switch for it keeps boto3's default session."""
    session = boto3.Session()
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)

    with mock_chime(config={"core": {"reset_boto3_session": False}}):
        assert session is boto3.DEFAULT_SESSION


def test_client_made_before_the_mock_is_mocked(client: Any) -> None:
    """A client of a module that was imported first reaches the mock as well."""
    with mock_chime():
        create(client, "by an old client")

        assert ["by an old client"] == names(boto3.client("chime-sdk-voice", "us-east-1"))


def test_failure_to_start_leaves_nothing_behind(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If moto cannot start, the environment is as before and stop() has nothing to stop."""
    monkeypatch.delenv("AWS_DATA_PATH", raising=False)
    mock = mock_chime(config=["not a configuration"], restore_client=True)  # type: ignore[call-overload]

    with pytest.raises(ValueError, match="dictionary update sequence"):
        mock.start()

    assert "AWS_DATA_PATH" not in os.environ
    assert [ON_AWS] == names(client)
    with pytest.raises(RuntimeError):
        mock.stop()
