"""What a command of the control API is: a function of keyword arguments that JSON can hold.

Its name is ``<group>/<verb>``, and over HTTP its path below ``/moto-api/chime/``. Its
arguments are checked against its annotations, and unknown ones are refused.
"""

import difflib
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_type_hints

import msgspec

from chime_proxy_mock.control.errors import ControlError

Function = TypeVar("Function", bound=Callable[..., object])


class Commands:
    """Commands by name."""

    def __init__(self) -> None:
        self._commands: dict[str, tuple[type[msgspec.Struct], Callable[..., object]]] = {}
        self._reading: set[str] = set()

    def register(self, name: str, *, reads: bool = False) -> Callable[[Function], Function]:
        """Return a decorator that makes a function the command `name`.

        Args:
            name: ``<group>/<verb>``.
            reads: Whether it changes nothing, so that a GET may ask for it.
        """

        def decorate(function: Function) -> Function:
            self._commands[name] = (_arguments_type(function), function)
            if reads:
                self._reading.add(name)
            return function

        return decorate

    def run(self, name: str, arguments: object) -> object:
        """Run a command.

        Args:
            name: ``<group>/<verb>``.
            arguments: Its arguments as JSON has them: an object.

        Returns:
            What JSON can hold.

        Raises:
            ControlError: There is no such command, or its arguments make no sense.
        """
        if name not in self._commands:
            raise ControlError(f"There is no command '{name}'{suggestion(name, self._commands)}")
        arguments_type, function = self._commands[name]
        try:
            checked = msgspec.convert(arguments, arguments_type)
        except msgspec.ValidationError as error:
            raise ControlError(f"{name}: {error}") from None
        return function(**msgspec.structs.asdict(checked))

    def only_reads(self, name: str) -> bool:
        """Tell whether a command changes nothing."""
        return name in self._reading


def suggestion(word: str, words: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return the end of a message that says which words there are."""
    close = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; there are: {', '.join(words)}"


def _arguments_type(function: Callable[..., object]) -> type[msgspec.Struct]:
    hints = get_type_hints(function, include_extras=True)
    fields: list[Any] = []
    for name, parameter in inspect.signature(function).parameters.items():
        required = parameter.default is inspect.Parameter.empty
        fields.append((name, hints[name]) if required else (name, hints[name], parameter.default))
    return msgspec.defstruct(function.__name__, fields, kw_only=True, forbid_unknown_fields=True)
