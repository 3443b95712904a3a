"""What becomes of an answer that does not arrive as it should."""

from chime_proxy_mock.control.records import Delivery
from chime_proxy_mock.protocol.http import Response


def deliver(response: Response, delivery: Delivery) -> Response:
    """Return what is left of an answer; one without a body can be dropped only."""
    if delivery == "malformed":
        # One byte too many at the front, so that the length is right and the JSON is not.
        spoilt = b"{" + response.body[:-1] if response.body else b""
        return response._replace(body=spoilt)
    kept = response.body[: len(response.body) // 2] if delivery == "truncated" else b""
    return response._replace(body=kept, is_cut_off=True)
