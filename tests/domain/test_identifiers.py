"""Ids of Voice Connectors and proxy sessions."""

import re
from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chime_proxy_mock.domain.identifiers import new_proxy_session_id, new_voice_connector_id

makers = pytest.mark.parametrize("new_id", [new_voice_connector_id, new_proxy_session_id])


@given(seed=st.integers())
def test_voice_connector_id_looks_like_a_real_one(seed: int) -> None:
    """22 lower-case letters and digits, the first a letter from a to h."""
    voice_connector_id = new_voice_connector_id(Random(seed))

    assert re.fullmatch(r"[a-h][a-z0-9]{21}", voice_connector_id)


@given(seed=st.integers())
def test_proxy_session_id_is_a_random_uuid(seed: int) -> None:
    """A UUID of version 4 and of the usual variant, in lower case with hyphens."""
    proxy_session_id = new_proxy_session_id(Random(seed))

    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", proxy_session_id
    )


@makers
def test_same_seed_gives_the_same_ids(new_id: Callable[[Random], str]) -> None:
    """Two sources with one seed give the same ids in the same order."""
    first, second = Random(7), Random(7)

    ids = [new_id(first) for _ in range(10)]

    assert [new_id(second) for _ in range(10)] == ids


@makers
def test_ids_differ(new_id: Callable[[Random], str]) -> None:
    """A thousand ids of one source are a thousand different ids."""
    random = Random(7)

    ids = {new_id(random) for _ in range(1000)}

    assert len(ids) == 1000


def test_proxy_session_id_uses_all_random_bits() -> None:
    """All 122 bits that a UUID leaves to chance take both values."""
    random = Random(7)

    numbers = [UUID(new_proxy_session_id(random)).int for _ in range(100)]

    constant = sum(
        all(number >> bit & 1 for number in numbers)
        or not any(number >> bit & 1 for number in numbers)
        for bit in range(128)
    )
    assert constant == 6
