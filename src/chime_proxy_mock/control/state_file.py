"""A state document in a file: read whole, and written whole or not at all."""

import json
import os
import tempfile
from pathlib import Path

from chime_proxy_mock.control.errors import ControlError
from chime_proxy_mock.control.handle import ChimeControl


def load_state_file(chime: ChimeControl, path: Path) -> bool:
    """Load the state that a file holds.

    Args:
        chime: The mock to load it into.
        path: The file; it need not exist yet.

    Returns:
        Whether there was one.

    Raises:
        ControlError: The file cannot be read, or holds no state document.
    """
    try:
        document = json.loads(path.read_bytes())
        chime.state.load(document)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ControlError(f"Cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ControlError(f"{path}: {error}") from error
    return True


def save_state_file(chime: ChimeControl, path: Path) -> None:
    """Save the state to a file, in a form that can be compared line by line.

    A crash in between leaves the former file as it was.

    Raises:
        ControlError: The file cannot be written.
    """
    document = json.dumps(chime.state.export(), indent=1)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            try:
                file.write(document + "\n")
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError as error:
        raise ControlError(f"Cannot write {path}: {error.strerror}") from error
