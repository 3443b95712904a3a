"""Plugins of this project's own test run, which pytest wants to be named at the top."""

pytest_plugins = ["pytester", "chime_proxy_mock.pytest_plugin", "tests.fidelity"]
