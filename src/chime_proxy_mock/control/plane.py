"""The control plane: everything a test can bring about, for all accounts and Regions."""

from chime_proxy_mock.control.faults import Faults
from chime_proxy_mock.control.journal import Journal
from chime_proxy_mock.control.limits import Limits
from chime_proxy_mock.domain.clock import Clock


class ControlPlane:
    """Clock, faults, limits and journal of a process; moto's reset resets them."""

    clock: Clock
    faults: Faults
    limits: Limits
    journal: Journal

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Return to the machine's time, with no faults, no limits and an empty journal."""
        self.clock = Clock()
        self.faults = Faults()
        self.limits = Limits()
        self.journal = Journal()
