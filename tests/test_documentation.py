"""README.md and docs/ say what is so: their code runs, and their tables are complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser

import chime_proxy_mock
from chime_proxy_mock import pytest_plugin
from chime_proxy_mock.chime.responses import SUPPORTED_OPERATIONS
from chime_proxy_mock.protocol.endpoints import Namespace
from chime_proxy_mock.protocol.service_model import load_service_model
from chime_proxy_mock.server import ChimeServer
from tests.clients.tools import JAVASCRIPT, skip_without, skip_without_javascript_sdks
from tests.fidelity import table_rows
from tests.processes import environment, started

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
# These blocks make an environment and install into it.
INSTALLS = "<!-- Run by .ci/run, not by the tests. -->\n"
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def run_python(example: Example) -> str | None:
    """Run a block as a program, or with pytest if it has tests; return what is wrong."""
    script = Path(example.namespace["folder"], "test_example.py")
    script.write_text(example.parsed, "utf-8")
    with_pytest = ["-m", "pytest"] if "def test_" in example.parsed else []
    return _run([sys.executable, *with_pytest, script.name], example)


def run_shell(example: Example) -> str | None:
    """Run a block with bash, against the live server; return what is wrong."""
    if example.parsed == "chime-proxy-mock serve\n":
        return _run_server(example)
    if "aws " in example.parsed:
        skip_without("aws")
    if "curl " in example.parsed:
        skip_without("curl")
    return _run(["bash", "-euo", "pipefail", "-c", _at_server(example)], example)


def run_javascript(example: Example) -> str | None:
    """Run a block with Node.js, against the live server; return what is wrong."""
    skip_without_javascript_sdks()
    folder = Path(example.namespace["folder"])
    folder.joinpath("node_modules").symlink_to(JAVASCRIPT / "node_modules")
    folder.joinpath("example.mjs").write_text(_at_server(example), "utf-8")
    return _run(["node", "example.mjs"], example)


def _run(command: list[str], example: Example) -> str | None:
    finished = subprocess.run(
        command,
        check=False,
        cwd=example.namespace["folder"],
        env=environment(PATH=PATH),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return finished.stdout if finished.returncode else None


def _run_server(example: Example) -> str | None:
    with started(["bash", "-c", example.parsed], PATH=PATH, MOTO_PORT="0") as server:
        assert server.stdout
        first_line = server.stdout.readline()
        server.terminate()
        output, errors = server.communicate()
    good = first_line.startswith("Listening on http://127.0.0.1:") and output == "Stopped\n"
    return None if good else first_line + output + errors


def _at_server(example: Example) -> str:
    """Return the block with the address of the test's server."""
    url: str = example.namespace["url"]
    return str(example.parsed).replace("http://127.0.0.1:5000", url)


PARSERS = [
    CodeBlockParser("python", run_python),
    CodeBlockParser("bash", run_shell),
    CodeBlockParser("javascript", run_javascript),
]
EXAMPLES = [example for path in DOCUMENTS for example in Document.parse(str(path), *PARSERS)]


def installs(example: Example) -> bool:
    """Tell whether a block is marked as one that installs."""
    return example.document.text[: example.region.start].endswith(INSTALLS)


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if not installs(example)],
    ids=lambda example: f"{Path(example.path).name}-{example.line}",
)
def test_block_runs(example: Example, tmp_path: Path, chime_server: ChimeServer) -> None:
    """Every block of code works by itself, in an empty folder."""
    example.namespace.update(folder=tmp_path, url=chime_server.url)

    example.evaluate()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_block_is_of_a_language_that_runs(path: Path) -> None:
    """No block escapes by being of a language that the test above does not know."""
    blocks = len([example for example in EXAMPLES if example.path == str(path)])

    fences = re.findall("^ *(?:```|~~~)", path.read_text("utf-8"), re.MULTILINE)

    assert 2 * blocks == len(fences)


def test_ci_runs_what_installs() -> None:
    """The two blocks that install are single lines, and the lines that CI takes from here."""
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    taken = re.findall(r"grep '(.*)' README\.md", ci)

    lines = [
        line
        for pattern in taken
        for line in README.read_text("utf-8").splitlines()
        if re.search(pattern, line)
    ]

    assert lines == [example.parsed.strip() for example in EXAMPLES if installs(example)]
    assert len(lines) == 2


def table(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of README.md, without its head."""
    section = README.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_table_of_operations() -> None:
    """The table has what is implemented, and says where each client has it."""
    models = [load_service_model(Namespace.LEGACY), load_service_model(Namespace.VOICE)]
    expected = [
        [f"`{name}`", *("yes" if name in model.operation_names else "no" for model in models)]
        for name in SUPPORTED_OPERATIONS
    ]

    rows = table("What is supported")

    assert expected == rows


def test_table_of_fixtures() -> None:
    """The table has every fixture of the plugin."""
    fixtures = {name for name in vars(pytest_plugin) if name.startswith("chime")}

    names = [row[0].strip("`") for row in table("pytest fixtures")]

    assert sorted(fixtures) == sorted(names)


def test_versions() -> None:
    """The lowest versions are those that the project demands."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    lowest = {
        name: re.findall(rf'"?{name}(?:"| = ")?>=([\d.]+)"', project)[0]
        for name in ("requires-python", "moto", "boto3")
    }

    sentence = (
        f"Python {lowest['requires-python']} or later, moto {lowest['moto']} or later, "
        f"and boto3 {lowest['boto3']} or later."
    )

    assert sentence in README.read_text("utf-8")


def test_assumptions_are_rows_of_the_table() -> None:
    """The assumptions that README.md names are in the fidelity table."""
    named = re.findall(r"^- `([a-z0-9-]+)`: ", README.read_text("utf-8"), re.MULTILINE)

    rows = table_rows()

    assert named
    assert set(named) <= set(rows)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project(path: Path) -> None:
    """Links to other files of the project lead somewhere."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))

    missing = [target for target in targets if not (path.parent / target).exists()]

    assert [] == missing


def test_changelog_has_this_version() -> None:
    """The newest entry of the changelog is for the version of the package."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    newest = re.findall(r"^## \[(.*)\]", changelog, re.MULTILINE)[0]

    assert chime_proxy_mock.__version__ == newest
