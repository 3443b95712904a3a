"""``python -m chime_proxy_mock`` is the command ``chime-proxy-mock``."""

from chime_proxy_mock.command_line import main

main(prog_name="python -m chime_proxy_mock")
