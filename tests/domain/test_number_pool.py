"""The pool of proxy numbers, against a model that knows sets and nothing else."""

from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from chime_proxy_mock.domain.errors import NumberPoolExhaustedError
from chime_proxy_mock.domain.number_pool import NumberPool, Pair
from tests.domain.proxy_numbers import numbers_in

# One number, a few, and two area codes of a hundred.
COUNTRIES = ("TA", "NL", "PR")

# Few enough to meet again; some are proxy numbers themselves.
PEOPLE = (
    "+12065550200",
    "+12065550201",
    "+12065550202",
    *(numbers_in(country)[0] for country in COUNTRIES),
)

Session = tuple[Pair, str]
NewSession = Session | MultipleResults[Session]


def allocate(
    pool: NumberPool,
    pair: Pair,
    country: str = "US",
    *,
    area_code: str | None = None,
    sticky: bool = True,
) -> str:
    """Take a number, as a plain request does: anywhere in the US, the last one if free."""
    return pool.allocate(pair, country=country, area_code=area_code, sticky=sticky)


def new_pairs(number: int) -> list[Pair]:
    """Return pairs of people of whom nobody is in two pairs."""
    people = (f"+1206556{n:04}" for n in count())
    return [(next(people), next(people)) for _ in range(number)]


class NumberPoolMachine(RuleBasedStateMachine):
    """Sessions come and go; the model keeps who has which number, and had which last."""

    sessions: Bundle[Session] = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.pool = NumberPool()
        self.live: list[Session] = []
        self.last_numbers: dict[Pair, str] = {}

    @rule(
        target=sessions,
        pair=st.permutations(PEOPLE).map(lambda people: (people[0], people[1])),
        country=st.sampled_from(COUNTRIES),
        area_code=st.sampled_from([None, "787", "939", "206"]),
        sticky=st.booleans(),
    )
    def allocate(self, pair: Pair, country: str, area_code: str | None, sticky: bool) -> NewSession:
        """A number is one that both may have, by the rules of who had what."""
        taken = {number for other, number in self.live if set(other) & set(pair)}
        free = set(numbers_in(country)) - taken - set(pair)
        if not free:
            with pytest.raises(NumberPoolExhaustedError, match=f"in country '{country}'"):
                allocate(self.pool, pair, country, area_code=area_code, sticky=sticky)
            return multiple()

        number = allocate(self.pool, pair, country, area_code=area_code, sticky=sticky)

        assert number in self.allowed(free, pair, area_code, sticky)
        self.live.append((pair, number))
        self.last_numbers[min(pair), max(pair)] = number
        return pair, number

    def allowed(self, free: set[str], pair: Pair, area_code: str | None, sticky: bool) -> set[str]:
        """Return those of the free numbers that the rules leave."""
        last = {self.last_numbers.get((min(pair), max(pair)), "")} & free
        if last and sticky:
            return last
        others = free - last
        preferred = {number for number in others if number.startswith(f"+1{area_code}")}
        return preferred or others or last

    @rule(session=consumes(sessions), swap=st.booleans())
    def release(self, session: Session, swap: bool) -> None:
        """The number of a session that is over is free; the order of the pair is nothing."""
        pair, number = session
        self.live.remove(session)

        self.pool.release(pair[::-1] if swap else pair, number)

    @invariant()
    def a_call_leads_to_one_session(self) -> None:
        """Nobody has one number in two sessions, or their own number."""
        calls = [(person, number) for pair, number in self.live for person in pair]
        assert sorted(set(calls)) == sorted(calls)
        assert [person for person, number in calls if person == number] == []


TestNumberPool = NumberPoolMachine.TestCase


@pytest.mark.parametrize("country", ["SE", "DE"])
def test_numbers_are_dealt_in_turn(country: str) -> None:
    """As long as there are numbers that nobody had, nobody gets one that somebody had."""
    pool = NumberPool()
    pairs = new_pairs(len(numbers_in(country)))

    dealt = [allocate(pool, pair, country) for pair in pairs]

    assert sorted(numbers_in(country)) == sorted(dealt)


def test_dealing_begins_again() -> None:
    """When all numbers are dealt, the first is dealt to other people."""
    pool = NumberPool()
    *pairs, last_pair = new_pairs(101)
    dealt = [allocate(pool, pair, "SE") for pair in pairs]

    again = allocate(pool, last_pair, "SE")

    assert dealt[0] == again


def test_area_codes_take_turns() -> None:
    """Without a wish, each session gets another area code."""
    pool = NumberPool()

    area_codes = {allocate(pool, pair)[2:5] for pair in new_pairs(100)}

    assert len(area_codes) == 100


def test_full_area_code_falls_back_to_the_country() -> None:
    """When the area code has no more numbers for a pair, another of the country serves."""
    pool = NumberPool()
    pair = ("+12065550200", "+12065550201")
    for _ in range(100):
        allocate(pool, pair, area_code="206")

    number = allocate(pool, pair, area_code="206")

    assert number[2:5] != "206"
    assert number in numbers_in("US")


def test_exhaustion_names_the_country() -> None:
    """The message says where no number is left."""
    pool = NumberPool()
    pair = ("+12065550200", "+12065550201")
    allocate(pool, pair, "TA")

    with pytest.raises(NumberPoolExhaustedError) as refusal:
        allocate(pool, pair, "TA")

    assert refusal.value.message == "No proxy phone number is available in country 'TA'"


def test_country_without_numbers_is_exhausted() -> None:
    """A country that does not exist has no number to give."""
    pool = NumberPool()

    with pytest.raises(NumberPoolExhaustedError, match="in country 'ZZ'"):
        allocate(pool, ("+12065550200", "+12065550201"), "ZZ")


def test_failed_allocation_takes_nothing() -> None:
    """After a refusal, the number that was given before can be given back and taken again."""
    pool = NumberPool()
    pair = ("+12065550200", "+12065550201")
    number = allocate(pool, pair, "TA")
    with pytest.raises(NumberPoolExhaustedError):
        allocate(pool, pair, "TA")
    pool.release(pair, number)

    again = allocate(pool, pair, "TA")

    assert number == again


def test_last_number_of_another_country_is_no_reason_to_stay() -> None:
    """Sticky or not, the number is of the country asked for."""
    pool = NumberPool()
    pair = ("+12065550200", "+12065550201")
    pool.release(pair, allocate(pool, pair, "SE"))

    number = allocate(pool, pair, "NL")

    assert number in numbers_in("NL")
