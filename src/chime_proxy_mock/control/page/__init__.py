"""The page of a server: what is in the mock, for people, with buttons for the control API."""
