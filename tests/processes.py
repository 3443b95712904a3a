"""Programs of their own: what a test must see from outside, or in a fresh interpreter."""

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MODULE = [sys.executable, "-m", "chime_proxy_mock"]
_PATIENCE_SECONDS = 120


def environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without what steers AWS, moto and pytest."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "MOTO_", "PYTEST_", "TEST_"))
    }
    return {**kept, **variables}


def run(arguments: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with environment variables of its own."""
    return subprocess.run(
        arguments,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )


def run_python(code: str, **variables: str) -> str:
    """Run Python code in a fresh interpreter and return what it prints.

    Raises:
        AssertionError: It failed; the message holds its traceback.
    """
    arguments = [sys.executable, "-c", textwrap.dedent(code)]
    finished = run(arguments, **variables)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@contextmanager
def started(arguments: list[str], **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program that runs until it is told to stop; whatever happens, it ends.

    It is killed when patience is over, so that who reads its output does not hang.
    """
    with subprocess.Popen(
        arguments,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        patience = threading.Timer(_PATIENCE_SECONDS, process.kill)
        patience.start()
        try:
            yield process
        finally:
            patience.cancel()
            process.kill()
