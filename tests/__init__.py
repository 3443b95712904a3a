"""Tests of chime-proxy-mock, in the order of its source tree."""
