"""Identifiers as the service makes them, from one source of randomness."""

import string
from random import Random
from uuid import UUID

_LOWER_CASE_AND_DIGITS = string.ascii_lowercase + string.digits
_VOICE_CONNECTOR_ID_LENGTH = 22
# Every real 22-character id that is publicly known starts with one of these.
_VOICE_CONNECTOR_ID_FIRST = "abcdefgh"


def new_voice_connector_id(random: Random) -> str:
    """Return 22 lower-case letters and digits, like the ids seen on the wire."""
    rest = random.choices(_LOWER_CASE_AND_DIGITS, k=_VOICE_CONNECTOR_ID_LENGTH - 1)
    return random.choice(_VOICE_CONNECTOR_ID_FIRST) + "".join(rest)


def new_proxy_session_id(random: Random) -> str:
    """Return a version 4 UUID in lower case, as in AWS's samples."""
    return str(UUID(int=random.getrandbits(128), version=4))
