"""Page tokens: where a listing goes on.

A token holds a *position* in the listing's order (creation order), not the next item.
Positions are never reused, so whatever is created, closed, expired or deleted between
two pages, no item is skipped or shown twice. The listing it belongs to is part of the
token, and a checksum tells a real token from an invented one.

AWS documents tokens as opaque strings and shows no real one; the format is ours, and
depends on nothing but its content, so that it survives an export of the state.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from typing import Protocol, TypeVar

from chime_proxy_mock.domain.errors import InvalidNextTokenError

_CHECKSUM_BYTES = 8


class Positioned(Protocol):
    """Something that has a place in a listing."""

    @property
    def position(self) -> int:
        """The place; larger is later."""


Item = TypeVar("Item", bound=Positioned)


def paginate(
    listing: tuple[str, ...],
    next_token: str | None,
    max_results: int,
    fetch: Callable[[int | None, int], list[Item]],
) -> tuple[list[Item], str | None]:
    """Return one page of a listing, and the token of the next one.

    Args:
        listing: What is listed, as for `encode_page_token`.
        next_token: Token of the page wanted; None or empty for the first.
        max_results: Items a page.
        fetch: Returns the items after a position (None: from the start), up to a number.

    Returns:
        The items, and a token, which is None on the last page.

    Raises:
        InvalidNextTokenError: The token is malformed or belongs to another listing.
    """
    after = decode_page_token(next_token, listing) if next_token else None
    # One more than asked for tells whether there is a next page.
    items = fetch(after, max_results + 1)
    if len(items) <= max_results:
        return items, None
    page = items[:max_results]
    return page, encode_page_token(listing, page[-1].position)


def encode_page_token(listing: tuple[str, ...], position: int) -> str:
    """Return the token of the page that follows `position`.

    Args:
        listing: What is listed, e.g. operation, Voice Connector id and status filter.
        position: Position of the last item shown.
    """
    content = json.dumps([*listing, position], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_checksum(content) + content).decode("ascii")


def decode_page_token(token: str, listing: tuple[str, ...]) -> int:
    """Return the position that `encode_page_token` put into `token`.

    Raises:
        InvalidNextTokenError: The token is malformed or belongs to another listing.
    """
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise InvalidNextTokenError from None
    checksum, content = raw[:_CHECKSUM_BYTES], raw[_CHECKSUM_BYTES:]
    if checksum != _checksum(content):
        raise InvalidNextTokenError
    position = int(json.loads(content)[-1])
    # Also refuses other spellings of the same bytes, which base64 has.
    if token != encode_page_token(listing, position):
        raise InvalidNextTokenError
    return position


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_BYTES, person=b"chime-page").digest()
