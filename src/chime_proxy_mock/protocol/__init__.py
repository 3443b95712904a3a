"""How Amazon Chime speaks HTTP: routes, parsing, validation, serialization, errors."""
