"""Clients other than boto3, against the standalone server."""
