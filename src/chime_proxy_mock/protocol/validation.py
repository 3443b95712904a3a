"""Checks input against what the service model constrains.

Compiled once for each shape. The sentences are those of AWS's own validation
("... failed to satisfy constraint: Member must ..."), seen on other operations of Chime.
Values are never quoted in them: most members are marked as sensitive in the model.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

Validator = Callable[[Any, str], Iterator[str]]
"""Takes a value and the path of its member, yields one sentence per broken constraint."""

_MAXIMUM_LABEL_LENGTH = 128


def compile_validator(shape: Shape) -> Validator:
    """Return the validator of a shape and of all that it contains."""
    return _COMPILERS[shape.type_name](shape)


def validate_label(value: str, path: str) -> Iterator[str]:
    """Check an id in the request's path.

    Its pattern is left alone: an id that no resource can have is one that does not exist.
    """
    if not value.strip():
        yield _violation(path, r"satisfy regular expression pattern: .*\S.*")
    if len(value) > _MAXIMUM_LABEL_LENGTH:
        yield _violation(path, f"have length less than or equal to {_MAXIMUM_LABEL_LENGTH}")


def member_path(name: str, parent: str = "") -> str:
    """Return how the service writes the path of a member, e.g. ``geoMatchParams.areaCode``."""
    own = name[0].lower() + name[1:]
    return f"{parent}.{own}" if parent else own


def _violation(path: str, requirement: str) -> str:
    return f"Value at '{path}' failed to satisfy constraint: Member must {requirement}"


def _compile_structure(shape: StructureShape) -> Validator:
    required = shape.required_members
    members = [
        (name, validate_label if _is_label(member) else compile_validator(member))
        for name, member in shape.members.items()
    ]

    def validate(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _violation(path, "be of type structure")
            return
        for name, validate_member in members:
            member_value = value.get(name)
            if member_value is not None:
                yield from validate_member(member_value, member_path(name, path))
            elif name in required:
                yield _violation(member_path(name, path), "not be null")

    return validate


def _is_label(member: Shape) -> bool:
    return member.serialization.get("location") == "uri"


def _compile_list(shape: ListShape) -> Validator:
    validate_item = compile_validator(shape.member)
    check_length = _compile_bounds(shape, "have length")

    def validate(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield _violation(path, "be of type list")
            return
        yield from check_length(len(value), path)
        for number, item in enumerate(value, start=1):
            item_path = f"{path}.{number}.member"
            if item is None:
                yield _violation(item_path, "not be null")
            else:
                yield from validate_item(item, item_path)

    return validate


def _compile_string(shape: Shape) -> Validator:
    check_length = _compile_bounds(shape, "have length")
    pattern_text = shape.metadata.get("pattern")
    # The service's patterns know no Unicode classes, and they describe the whole value.
    pattern = re.compile(pattern_text, re.ASCII) if pattern_text else None
    enum = shape.metadata.get("enum")

    def validate(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield _violation(path, "be of type string")
            return
        yield from check_length(len(value), path)
        if pattern and not pattern.fullmatch(value):
            yield _violation(path, f"satisfy regular expression pattern: {pattern_text}")
        if enum and value not in enum:
            yield _violation(path, f"satisfy enum value set: [{', '.join(enum)}]")

    return validate


def _compile_integer(shape: Shape) -> Validator:
    check_range = _compile_bounds(shape, "have value")

    def validate(value: Any, path: str) -> Iterator[str]:
        # To Python, True is an integer.
        if not isinstance(value, int) or isinstance(value, bool):
            yield _violation(path, "be of type integer")
            return
        yield from check_range(value, path)

    return validate


def _compile_boolean(_: Shape) -> Validator:
    def validate(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield _violation(path, "be of type boolean")

    return validate


def _compile_bounds(shape: Shape, what: str) -> Callable[[int, str], Iterator[str]]:
    minimum, maximum = shape.metadata.get("min"), shape.metadata.get("max")

    def check(number: int, path: str) -> Iterator[str]:
        if minimum is not None and number < minimum:
            yield _violation(path, f"{what} greater than or equal to {minimum}")
        if maximum is not None and number > maximum:
            yield _violation(path, f"{what} less than or equal to {maximum}")

    return check


_COMPILERS: dict[str, Callable[[Any], Validator]] = {
    "structure": _compile_structure,
    "list": _compile_list,
    "string": _compile_string,
    "integer": _compile_integer,
    "boolean": _compile_boolean,
}
