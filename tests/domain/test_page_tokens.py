"""Page tokens by themselves; tests/chime shows them at work."""

import base64
import re
import string
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chime_proxy_mock.domain.errors import InvalidNextTokenError
from chime_proxy_mock.domain.page_tokens import decode_page_token, encode_page_token, paginate

LISTING = ("ListProxySessions", "connector-1", "Open")

listings = st.lists(st.text(), min_size=1, max_size=4).map(tuple)
positions = st.integers(min_value=0)


def is_accepted(token: str) -> bool:
    """Tell whether a token is one of the listing."""
    try:
        decode_page_token(token, LISTING)
    except InvalidNextTokenError:
        return False
    return True


class Numbered(NamedTuple):
    """The least that can be listed."""

    position: int


@given(listing=listings, position=positions)
def test_token_holds_its_position(listing: tuple[str, ...], position: int) -> None:
    """What was put into a token comes out of it, if asked for the same listing."""
    token = encode_page_token(listing, position)

    assert position == decode_page_token(token, listing)


@given(listing=listings, position=positions)
def test_token_fits_into_a_url(listing: tuple[str, ...], position: int) -> None:
    """A token needs no percent-encoding but for the padding of base64."""
    token = encode_page_token(listing, position)

    assert re.fullmatch(r"[A-Za-z0-9_-]+={0,2}", token)


@given(listing=listings, other=listings, position=positions)
def test_token_of_another_listing_is_refused(
    listing: tuple[str, ...], other: tuple[str, ...], position: int
) -> None:
    """A token is good for one listing only."""
    assume(listing != other)
    token = encode_page_token(listing, position)

    with pytest.raises(InvalidNextTokenError):
        decode_page_token(token, other)


@pytest.mark.parametrize("position", [1, 10, 100], ids=lambda position: f"{position}")
def test_any_other_character_is_refused(position: int) -> None:
    """No character of a token, the padding included, may be exchanged for another.

    The positions differ in length, so that they end in no, one and two characters of
    padding.
    """
    token = encode_page_token(LISTING, position)
    characters = f"{string.ascii_letters}{string.digits}+/-_=."

    accepted = [
        changed
        for index, character in product(range(len(token)), characters)
        if is_accepted(changed := f"{token[:index]}{character}{token[index + 1 :]}")
    ]

    assert {token} == set(accepted)


@given(position=positions, data=st.data())
def test_any_flipped_bit_is_refused(position: int, data: st.DataObject) -> None:
    """A token whose content differs in one bit is none."""
    raw = bytearray(base64.urlsafe_b64decode(encode_page_token(LISTING, position)))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8

    with pytest.raises(InvalidNextTokenError):
        decode_page_token(base64.urlsafe_b64encode(raw).decode(), LISTING)


@given(position=positions, data=st.data())
def test_cut_token_is_refused(position: int, data: st.DataObject) -> None:
    """The beginning of a token is none."""
    token = encode_page_token(LISTING, position)
    length = data.draw(st.integers(0, len(token) - 1))

    with pytest.raises(InvalidNextTokenError):
        decode_page_token(token[:length], LISTING)


@given(token=st.one_of(st.text(), st.binary().map(lambda raw: base64.b64encode(raw).decode())))
def test_invented_token_is_refused(token: str) -> None:
    """Neither text nor base64 of anything is a token."""
    with pytest.raises(InvalidNextTokenError):
        decode_page_token(token, LISTING)


def test_token_depends_on_its_content_only() -> None:
    """A token is the same in every process, so that it outlives an export of the state."""
    token = encode_page_token(LISTING, 42)

    assert token == ("oT9qUKkN7M1bIkxpc3RQcm94eVNlc3Npb25zIiwiY29ubmVjdG9yLTEiLCJPcGVuIiw0Ml0=")


@given(present=st.sets(st.integers(1, 60)), max_results=st.integers(1, 10), changes=st.data())
def test_walk_survives_changes_between_pages(
    present: set[int], max_results: int, changes: st.DataObject
) -> None:
    """Whatever comes and goes between pages, what stays is shown once, in order."""
    stayed = set(present)
    shown: list[int] = []
    token = None
    last_position = 60

    def fetch(after: int | None, limit: int) -> list[Numbered]:
        return [Numbered(number) for number in sorted(present) if number > (after or 0)][:limit]

    while True:
        page, token = paginate(LISTING, token, max_results, fetch)
        shown += [item.position for item in page]
        if token is None:
            break
        present -= changes.draw(st.sets(st.sampled_from(sorted(present)), max_size=5))
        stayed &= present
        # What is new comes last; a position is never given twice.
        if last_position < 70:
            last_position += 1
            present.add(last_position)

    assert sorted(set(shown)) == shown
    assert stayed <= set(shown)


@given(count=st.integers(0, 30), max_results=st.integers(1, 10))
def test_pages_are_full_but_the_last(count: int, max_results: int) -> None:
    """Each page but the last is full; an exactly full last page has no token."""
    items = [Numbered(number) for number in range(1, count + 1)]
    lengths = []
    token: str | None = ""

    while token is not None:
        page, token = paginate(
            LISTING, token, max_results, lambda after, limit: items[after or 0 :][:limit]
        )
        lengths.append(len(page))

    whole, rest = divmod(count, max_results)
    assert [max_results] * whole + ([rest] if rest or not whole else []) == lengths
