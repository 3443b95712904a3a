"""From method, path and query to the operation, by the ``http`` traits of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.model import OperationModel, ServiceModel

from chime_proxy_mock.domain.errors import MalformedRequestError

# AWS told JavaScript users to set this endpoint path; old SDKs put it into every URL.
_CONSOLE_PREFIX = "/console/"


@dataclass(frozen=True, slots=True)
class Match:
    """The operation that a request asks for.

    Attributes:
        operation_name: Name in the model, e.g. ``"ListProxySessions"``.
        labels: The parts of the path that the model names, percent-decoded.
    """

    operation_name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WrongMethod:
    """The path exists, the method does not.

    Attributes:
        allowed: The methods that the path has, sorted.
    """

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Route:
    operation_name: str
    method: str
    label_names: tuple[str, ...]
    literals: frozenset[tuple[str, str]]
    required_query: frozenset[str]


@dataclass(slots=True)
class _Node:
    """A path, as far as it has been walked."""

    children: dict[str, "_Node"] = field(default_factory=dict)
    label: "_Node | None" = None
    routes: list[_Route] = field(default_factory=list)


class Router:
    """Finds operations.

    A path is walked segment by segment. Of several operations on one path and method,
    the one whose literal query (``?operation=...``) is in the request wins.
    """

    def __init__(self, service_model: ServiceModel) -> None:
        self._root = _Node()
        for name in service_model.operation_names:
            self._add(service_model.operation_model(name))

    def match(self, method: str, path: str, query: Mapping[str, str]) -> Match | WrongMethod | None:
        """Return the operation, or what is wrong with the method, or None: no such path.

        Raises:
            MalformedRequestError: The path is not UTF-8 once percent-decoded.
        """
        try:
            segments = _segments(path, errors="strict")
        except UnicodeDecodeError:
            raise MalformedRequestError("The path is not valid UTF-8") from None
        node, labels = self._walk(segments)
        routes = [route for route in node.routes if route.literals <= query.items()]
        for route in routes:
            if route.method == method:
                return Match(
                    route.operation_name, dict(zip(route.label_names, labels, strict=True))
                )
        return WrongMethod(tuple(sorted({route.method for route in routes}))) if routes else None

    def claims(self, path: str, query: Mapping[str, str]) -> bool:
        """Tell whether a request that names no service is meant for this one.

        A path of a single segment could be a bucket of S3 as well, so the query that an
        operation demands must be there too. Nothing in the path is an error here.
        """
        segments = _segments(path, errors="replace")
        node, _ = self._walk(segments)
        if node.routes:
            return any(
                route.literals <= query.items() and route.required_query <= query.keys()
                for route in node.routes
            )
        entrance = self._root.children.get(segments[0])
        return entrance is not None and entrance.label is not None

    def _add(self, operation: OperationModel) -> None:
        uri = urlsplit(operation.http["requestUri"])
        node = self._root
        label_names = []
        for segment in _segments(uri.path, errors="strict"):
            if segment.startswith("{"):
                label_names.append(segment.strip("{}"))
                node.label = node.label or _Node()
                node = node.label
            else:
                node = node.children.setdefault(segment, _Node())
        route = _Route(
            operation.name,
            operation.http["method"],
            tuple(label_names),
            frozenset(parse_qsl(uri.query)),
            _required_query(operation),
        )
        node.routes.append(route)
        # The most demanding first, so that a plain operation does not hide it.
        node.routes.sort(key=lambda route: len(route.literals), reverse=True)

    def _walk(self, segments: list[str]) -> tuple[_Node, list[str]]:
        node = self._root
        labels = []
        for segment in segments:
            literal = node.children.get(segment)
            if literal is not None:
                node = literal
            elif node.label is not None:
                labels.append(segment)
                node = node.label
            else:
                return _Node(), []
        return node, labels


def _segments(path: str, *, errors: str) -> list[str]:
    if path.startswith(_CONSOLE_PREFIX):
        path = path.removeprefix(_CONSOLE_PREFIX.rstrip("/"))
    # Decoded one by one, so that an encoded slash stays part of its segment.
    return [unquote(part, errors=errors) for part in path.removeprefix("/").split("/")]


def _required_query(operation: OperationModel) -> frozenset[str]:
    shape = operation.input_shape
    if shape is None:
        return frozenset()
    members = (shape.members[name] for name in shape.required_members)
    return frozenset(
        member.serialization["name"]
        for member in members
        if member.serialization.get("location") == "querystring"
    )
