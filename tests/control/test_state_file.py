"""State files: `serve --state` reads one at its start and writes it at its end."""

import json
from pathlib import Path

import pytest

from chime_proxy_mock import ControlError, mock_chime
from chime_proxy_mock.control.state_file import load_state_file, save_state_file


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    """The file holds the state document, one value a line."""
    path = tmp_path / "state.json"
    with mock_chime() as chime:
        chime.clock.freeze()
        chime.state.seed(connectors=2, sessions_per_connector=2)
        exported = chime.state.export()
        save_state_file(chime, path)

    with mock_chime() as chime:
        assert load_state_file(chime, path)

        assert chime.state.export() == exported
        assert json.loads(path.read_text("utf-8")) == exported
        assert '\n "format": "chime-proxy-mock/1",\n' in path.read_text("utf-8")


def test_a_file_that_is_not_there_yet_is_an_empty_state(tmp_path: Path) -> None:
    """The first run has nothing to load."""
    with mock_chime() as chime:
        assert not load_state_file(chime, tmp_path / "state.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("{}", "Not a state document: Object missing required field `format`"),
        ("[" * 100_000, "maximum recursion depth exceeded"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    """The message names the file."""
    path = tmp_path / "state.json"
    path.write_text(content)

    with mock_chime() as chime, pytest.raises(ControlError) as refused:
        load_state_file(chime, path)

    assert str(refused.value).startswith(f"{path}: {message}")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Such as a folder."""
    with mock_chime() as chime, pytest.raises(ControlError) as refused:
        load_state_file(chime, tmp_path)

    assert str(refused.value) == f"Cannot read {tmp_path}: Is a directory"


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Neither half a file nor a temporary one is left behind."""
    path = tmp_path / "state.json"
    path.mkdir()

    with mock_chime() as chime, pytest.raises(ControlError) as refused:
        save_state_file(chime, path)

    assert str(refused.value) == f"Cannot write {path}: Is a directory"
    assert list(tmp_path.iterdir()) == [path]
