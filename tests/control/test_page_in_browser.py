"""The page in a real browser: headless Chromium, driven by Selenium."""

import shutil
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from chime_proxy_mock import ChimeControl, connect
from chime_proxy_mock.server import ChimeServer

pytestmark = pytest.mark.skipif(
    shutil.which("chromium") is None or shutil.which("chromedriver") is None,
    reason="needs the programs chromium and chromedriver (Debian: chromium, chromium-driver)",
)
_PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A headless browser."""
    options = webdriver.ChromeOptions()
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def chime(chime_server: ChimeServer) -> ChimeControl:
    """The handle of the server."""
    return connect(chime_server.url)


@pytest.fixture
def client(chime_server: ChimeServer) -> Any:
    """A client of the server."""
    return boto3.client("chime-sdk-voice", region_name="us-east-1", endpoint_url=chime_server.url)


@pytest.fixture
def page(browser: webdriver.Chrome, chime_server: ChimeServer) -> webdriver.Chrome:
    """The browser, on the page."""
    # What earlier tests have left there.
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get(f"{chime_server.url}/moto-api/chime/")
    return browser


def wait_for_text(page: webdriver.Chrome, element_id: str, text: str) -> None:
    """Wait until an element of the page holds a text."""
    WebDriverWait(page, _PATIENCE_SECONDS).until(
        lambda driver: text in driver.find_element(By.ID, element_id).text,
        message=f"'{text}' does not appear in #{element_id}",
    )


def form(page: webdriver.Chrome, command: str) -> Any:
    """Return the form of a command."""
    return page.find_element(By.CSS_SELECTOR, f"form[data-command='{command}']")


def press(page: webdriver.Chrome, command: str) -> None:
    """Press the button of a command."""
    form(page, command).find_element(By.TAG_NAME, "button").click()
    wait_for_text(page, "message", f"Done: {command}")


def test_the_clock_on_the_page_closes_sessions(page: webdriver.Chrome, client: Any) -> None:
    """Created through boto3, seen on the page, expired on the page, closed for boto3."""
    created = client.create_voice_connector(Name="Browser", RequireEncryption=True)
    connector_id = created["VoiceConnector"]["VoiceConnectorId"]
    client.put_voice_connector_proxy(
        VoiceConnectorId=connector_id,
        DefaultSessionExpiryMinutes=60,
        PhoneNumberPoolCountries=["US"],
    )
    client.create_proxy_session(
        VoiceConnectorId=connector_id,
        ParticipantPhoneNumbers=["+12065550100", "+14255550100"],
        Capabilities=["Voice"],
    )
    wait_for_text(page, "connectors", f"Browser {connector_id} us-east-1 US, 60 minutes 1 0 0")

    press(page, "clock/advance")

    wait_for_text(page, "connectors", f"Browser {connector_id} us-east-1 US, 60 minutes 0 0 1")
    (session,) = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]
    assert session["Status"] == "Closed"


def test_the_page_works_by_keyboard(page: webdriver.Chrome, chime: ChimeControl) -> None:
    """Seeding by typing and pressing Enter."""
    field = form(page, "state/seed").find_element(By.NAME, "sessions_per_connector")
    field.clear()
    field.send_keys("4", Keys.ENTER)

    wait_for_text(page, "connectors", "US, 720 minutes 4 0 0")
    (backend,) = chime.state.export()["backends"]
    assert len(backend["state"]["voice_connectors"][0]["proxy_sessions"]) == 4


def test_a_call_on_the_page_makes_a_session_in_progress(
    page: webdriver.Chrome, chime: ChimeControl, client: Any
) -> None:
    """From the list of connectors to the sessions of one, and a call on the first."""
    (connector_id,) = chime.state.seed(sessions_per_connector=1)
    wait_for_text(page, "connectors", connector_id)
    page.find_element(By.CSS_SELECTOR, "#connectors td.number a").click()
    wait_for_text(page, "sessions", "Open")

    press(page, "calls/start")

    (session,) = client.list_proxy_sessions(VoiceConnectorId=connector_id)["ProxySessions"]
    assert session["Status"] == "InProgress"


def test_a_fault_from_the_page_strikes(page: webdriver.Chrome, client: Any) -> None:
    """Injected on the page, and removed there."""
    press(page, "faults/inject")
    wait_for_text(page, "faults", "*: AccessDeniedException (struck 0)")
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.create_voice_connector(Name="a", RequireEncryption=True)
    wait_for_text(page, "faults", "*: AccessDeniedException (struck 1)")

    press(page, "faults/remove")

    wait_for_text(page, "faults", "None in force.")
    client.create_voice_connector(Name="a", RequireEncryption=True)


def test_a_refusal_is_shown(page: webdriver.Chrome) -> None:
    """What the control API refuses is said on the page."""
    minutes = form(page, "clock/advance").find_element(By.NAME, "minutes")
    minutes.clear()
    minutes.send_keys("0", Keys.ENTER)

    wait_for_text(page, "message", "Say how far: days, hours, minutes or seconds")


def test_nothing_goes_wrong_in_the_console(page: webdriver.Chrome, chime: ChimeControl) -> None:
    """Neither the script nor the content policy complains."""
    (connector_id,) = chime.state.seed(sessions_per_connector=1)
    wait_for_text(page, "connectors", connector_id)

    assert page.get_log("browser") == []  # type: ignore[no-untyped-call]
