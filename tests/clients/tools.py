"""The other clients, each behind the same call, and what has to be installed for them."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from botocore import xform_name

from chime_proxy_mock.protocol.service_model import SUPPLEMENT_PATH
from tests.processes import environment

JAVASCRIPT = Path(__file__).parent / "javascript"
_CLI_ERROR = re.compile(
    r"An error occurred \((?P<name>\w+)\) when calling the \w+ operation: (?P<message>.*)"
)


class ClientError(Exception):
    """What the service refused, as the client reports it.

    Attributes:
        name: What programs written for the client look at.
        message: Sentence for people.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message


class Client(Protocol):
    """A client other than boto3.

    Attributes:
        error_ending: What it adds to the short code of an error, e.g. to ``"NotFound"``.
    """

    error_ending: str

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation and return its output.

        Args:
            operation: Its name, e.g. ``"ListProxySessions"``.
            parameters: Members of its input.

        Raises:
            ClientError: The service answered with an error.
        """


@cache
def _runs(command: str) -> bool:
    # It may be there and not run, as the stand-ins of version managers do.
    return (
        shutil.which(command) is not None
        and subprocess.run([command, "--version"], check=False, capture_output=True).returncode == 0
    )


def skip_without(command: str) -> None:
    """Skip the running test where a command is not installed."""
    if not _runs(command):
        pytest.skip(f"the command {command} is not installed")


def skip_without_javascript_sdks() -> None:
    """Skip the running test where Node.js or the SDKs for it are not installed."""
    skip_without("node")
    if not (JAVASCRIPT / "node_modules").exists():
        pytest.skip("the SDKs are not installed: run npm ci in tests/clients/javascript")


class AwsCli:
    """The AWS CLI. Like boto3's, its ``chime`` has lost these operations: they are restored.

    Args:
        namespace: ``chime`` or ``chime-sdk-voice``.
        endpoint_url: URL of the mock.
    """

    error_ending = "Exception"

    def __init__(self, namespace: str, endpoint_url: str) -> None:
        self._command = ["aws", namespace, f"--endpoint-url={endpoint_url}", "--output=json"]
        self._environment = environment(
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
            AWS_DEFAULT_REGION="us-east-1",
            AWS_DATA_PATH=str(SUPPLEMENT_PATH),
        )

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation; see `Client`."""
        arguments = [xform_name(operation, "-"), "--cli-input-json", json.dumps(parameters)]
        finished = subprocess.run(
            [*self._command, *arguments],
            check=False,
            capture_output=True,
            env=self._environment,
            text=True,
        )
        if finished.returncode:
            error = _CLI_ERROR.search(finished.stderr)
            assert error, finished.stderr
            raise ClientError(error["name"], error["message"])
        output: dict[str, Any] = json.loads(finished.stdout or "{}")
        return output


class JavaScriptSdk:
    """One of the AWS SDKs for JavaScript, in a process of its own while the context lasts.

    Args:
        script: What runs it, a file of the folder ``javascript``.
        endpoint_url: URL of the mock.
        error_ending: See `Client`.
    """

    def __init__(self, script: str, endpoint_url: str, *, error_ending: str) -> None:
        self.error_ending = error_ending
        self._process = subprocess.Popen(
            ["node", "--no-warnings", script, endpoint_url],
            cwd=JAVASCRIPT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "JavaScriptSdk":
        return self

    def __exit__(self, *exception: object) -> None:
        # Its input ends here, and so does the script.
        self._process.communicate()

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation; see `Client`."""
        assert self._process.stdin
        assert self._process.stdout
        call = {"operation": operation, "parameters": parameters}
        print(json.dumps(call), file=self._process.stdin, flush=True)
        outcome = json.loads(self._process.stdout.readline())
        if "error" in outcome:
            raise ClientError(**outcome["error"])
        output: dict[str, Any] = outcome["output"]
        return output
