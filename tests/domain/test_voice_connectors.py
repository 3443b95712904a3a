"""Rules that belong to a Voice Connector."""

import pytest

from chime_proxy_mock.domain.errors import ExpiryMinutesOutOfRangeError, TooManyTagsError
from chime_proxy_mock.domain.voice_connectors import VoiceConnectorState, check_expiry_minutes
from tests.domain.records import connector


@pytest.fixture
def state() -> VoiceConnectorState:
    """A Voice Connector that has nothing yet."""
    return VoiceConnectorState(position=1, voice_connector=connector("connector-1"))


def numbered_tags(*numbers: int) -> dict[str, str]:
    """Return tags whose keys are numbered."""
    return {f"key-{number}": "value" for number in numbers}


@pytest.mark.parametrize("minutes", [1, 60, 720])
def test_expiry_from_1_to_720_minutes_passes(minutes: int) -> None:
    """Twelve hours are the longest."""
    check_expiry_minutes("ExpiryMinutes", minutes)


@pytest.mark.parametrize("minutes", [-1, 0, 721])
def test_other_expiry_is_refused(minutes: int) -> None:
    """The message names the member, the range and the value."""
    with pytest.raises(ExpiryMinutesOutOfRangeError) as refusal:
        check_expiry_minutes("ExpiryMinutes", minutes)

    assert f"ExpiryMinutes must be between 1 and 720, not {minutes}" == refusal.value.message


def test_new_tags_come_last_and_old_ones_keep_their_place(state: VoiceConnectorState) -> None:
    """A tag that is set again changes its value, not its place."""
    state.add_tags({"a": "1", "b": "2"})

    state.add_tags({"c": "3", "a": "4"})

    assert list(state.tags.items()) == [("a", "4"), ("b", "2"), ("c", "3")]


def test_fifty_tags_are_allowed(state: VoiceConnectorState) -> None:
    """The fiftieth tag may be set."""
    state.add_tags(numbered_tags(*range(49)))

    state.add_tags(numbered_tags(49))

    assert len(state.tags) == 50


def test_a_full_resource_still_takes_new_values(state: VoiceConnectorState) -> None:
    """With fifty tags, a tag that is there already may be set again."""
    state.add_tags(numbered_tags(*range(50)))

    state.add_tags({"key-0": "other"})

    assert state.tags["key-0"] == "other"


def test_the_fifty_first_tag_is_refused(state: VoiceConnectorState) -> None:
    """The message names the limit."""
    state.add_tags(numbered_tags(*range(50)))

    with pytest.raises(TooManyTagsError) as refusal:
        state.add_tags(numbered_tags(50))

    assert refusal.value.message == "A resource can have at most 50 tags"


def test_too_many_tags_change_nothing(state: VoiceConnectorState) -> None:
    """Of tags that do not all fit, none is set."""
    state.add_tags(numbered_tags(*range(49)))

    with pytest.raises(TooManyTagsError):
        state.add_tags(numbered_tags(49, 50))

    assert numbered_tags(*range(49)) == state.tags


def test_removes_the_tags_named(state: VoiceConnectorState) -> None:
    """Tags go by key; a key that is not there does not matter."""
    state.add_tags(numbered_tags(1, 2, 3))

    state.remove_tags(["key-2", "key-9"])

    assert numbered_tags(1, 3) == state.tags
