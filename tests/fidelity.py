"""Ties tests to docs/fidelity.md.

Each behaviour of the table has an id. ``@pytest.mark.fidelity("list-order")`` names the
behaviours that a test holds up. A name that the table does not have stops the run at
collection, and so does, when everything is collected, a behaviour that no test names.
"""

import re
from pathlib import Path

import pytest

TABLE = Path(__file__).parent.parent / "docs" / "fidelity.md"
_ROW = re.compile(r"^\| `(?P<id>[a-z0-9-]+)` \|", re.MULTILINE)


def table_rows() -> list[str]:
    """Return the ids of the table, in its order."""
    return _ROW.findall(TABLE.read_text("utf-8"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Compare the marks of the collected tests with the table."""
    rows = table_rows()
    named: set[str] = set()
    for item in items:
        for mark in item.iter_markers("fidelity"):
            unknown = set(mark.args) - set(rows)
            if unknown or not mark.args:
                raise pytest.UsageError(
                    f"{item.nodeid} names {sorted(unknown)}, which docs/fidelity.md does not have"
                )
            named.update(mark.args)
    untested = [row for row in rows if row not in named]
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if everything and untested and not (config.option.keyword or config.option.markexpr):
        raise pytest.UsageError(f"docs/fidelity.md has rows that no test names: {untested}")
