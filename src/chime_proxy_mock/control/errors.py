"""What the control API answers to a request that makes no sense."""


class ControlError(ValueError):
    """A control request is wrong; the message says what, and what would be right."""
