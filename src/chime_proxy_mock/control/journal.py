"""The journal: which calls arrived, and what became of them."""

from collections import deque
from collections.abc import Iterator
from threading import Lock

from chime_proxy_mock.control.records import CallRecord

CAPACITY = 10_000
"""How many calls are kept; of more, the oldest are forgotten."""


class Journal:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: deque[CallRecord] = deque(maxlen=CAPACITY)

    def __iter__(self) -> Iterator[CallRecord]:
        with self._lock:
            return iter(list(self._calls))

    def add(self, call: CallRecord) -> None:
        """Write down a call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()
