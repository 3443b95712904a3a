"""What tests can bring about: faults, limits, time, calls, state; and what they can look up."""

CONTROL_PATH = "/moto-api/chime/"
"""Where a server has its control API, beside moto's own."""
