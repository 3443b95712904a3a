"""From path labels, query string and JSON body to the parameters of an operation."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from botocore import xform_name
from botocore.model import ListShape, Shape, StructureShape

from chime_proxy_mock.domain.errors import MalformedRequestError, ValidationFailedError
from chime_proxy_mock.protocol.validation import compile_validator

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_PAGE_SIZE = "MaxResults"


def parse_query(query: str) -> dict[str, str]:
    """Return the parameters of a query string; of a repeated one, the last.

    Raises:
        MalformedRequestError: It is not UTF-8 once percent-decoded, or absurdly long.
    """
    try:
        return dict(parse_qsl(query, keep_blank_values=True, errors="strict"))
    except ValueError:
        raise MalformedRequestError("The query string cannot be read") from None


class InputParser:
    """Reads and checks the input of one operation."""

    def __init__(self, shape: StructureShape | None) -> None:
        members: Mapping[str, Shape] = shape.members if shape else {}
        self._names = members.keys()
        self._labels = _names_at("uri", members)
        self._query = _names_at("querystring", members)
        self._body = _names_at(None, members)
        self._integers = {name for name in members if members[name].type_name == "integer"}
        self._validate = compile_validator(shape) if shape else None
        self._to_parameters = _compile_structure(members)
        # AWS states no default for these listings: a page is as large as it may be.
        self._largest_page = members[_PAGE_SIZE].metadata["max"] if _PAGE_SIZE in members else None

    def read(
        self, labels: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> dict[str, Any]:
        """Return the input members that a request holds, unchecked.

        Args:
            labels: Parts of the path, percent-decoded, by their name in the URI template.
            query: Query parameters.
            body: The JSON document; ignored if the operation takes none.

        Raises:
            MalformedRequestError: The body is not a JSON object.
        """
        members: dict[str, Any] = {}
        for name, wire_name in self._labels.items():
            members[name] = labels[wire_name]
        for name, wire_name in self._query.items():
            if wire_name in query:
                text = query[wire_name]
                is_number = name in self._integers and _INTEGER.fullmatch(text)
                members[name] = int(text) if is_number else text
        if self._body:
            document = _parse_document(body)
            for name in self._body:
                if document.get(name) is not None:
                    members[name] = document[name]
        return members

    def check(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members in snake case, with defaults, checked against the model.

        Raises:
            ValidationFailedError: Constraints of the model are broken.
        """
        if self._largest_page is not None:
            members = {_PAGE_SIZE: self._largest_page, **members}
        violations = list(self._validate(members, "")) if self._validate else []
        if violations:
            raise ValidationFailedError(violations)
        return self._to_parameters(members)

    def knows(self, members: Mapping[str, Any]) -> bool:
        """Tell whether the operation has all of these input members."""
        return members.keys() <= self._names

    def ignores(self, body: bytes, *, known_to: "InputParser") -> bool:
        """Tell whether a body has members that another operation takes and this one does not.

        Args:
            body: The JSON document.
            known_to: The parser of the other operation.

        Raises:
            MalformedRequestError: The body is not a JSON object.
        """
        foreign = known_to._body.keys() - self._body.keys()
        document = _parse_document(body) if foreign else {}
        return any(document.get(name) is not None for name in foreign)


def _names_at(location: str | None, members: Mapping[str, Shape]) -> dict[str, str]:
    """Return the names of the members at a location, and how they are called there."""
    return {
        name: member.serialization.get("name", name)
        for name, member in members.items()
        if member.serialization.get("location") == location
    }


def _parse_document(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedRequestError("The request body is not valid JSON") from None
    if not isinstance(document, dict):
        raise MalformedRequestError("The request body is not a JSON object")
    return document


Converter = Callable[[Any], Any]


def _compile_structure(
    members: Mapping[str, Shape],
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what turns wire names into snake case, and drops what is null or unknown."""
    converters = {name: (xform_name(name), _compile(member)) for name, member in members.items()}

    def convert(values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            parameter: converter(values[name])
            for name, (parameter, converter) in converters.items()
            if values.get(name) is not None
        }

    return convert


def _compile(shape: Shape) -> Converter:
    if isinstance(shape, StructureShape):
        return _compile_structure(shape.members)
    if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
        convert_item = _compile(shape.member)
        return lambda values: [convert_item(value) for value in values]
    return lambda value: value
