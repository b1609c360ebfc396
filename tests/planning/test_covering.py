"""The fewest choices that meet every need, against trying everything."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.verdict.planning.covering import fewest


def meets(taken, choices, times) -> bool:
    return all(sum(need in choices[at] for at in taken) >= count for need, count in times.items())


def brute(choices, times) -> int:
    """Count the fewest by trying every list of choices, shorter ones first."""
    for size in range(sum(times.values()) + 1):
        if any(
            meets(each, choices, times) for each in combinations_with_replacement(range(len(choices)), size)
        ):
            return size
    raise AssertionError


@st.composite
def problems(draw):
    count = draw(st.integers(1, 5))
    needs = st.sets(st.integers(0, count - 1), min_size=1)
    choices = [frozenset(each) for each in draw(st.lists(needs, max_size=6))]
    choices += [frozenset((need,)) for need in range(count)]
    return choices, {need: draw(st.integers(0, 2)) for need in range(count)}


@settings(max_examples=300, deadline=None)
@given(problems())
def test_no_list_is_shorter_than_the_one_that_is_called_shortest(problem):
    choices, times = problem
    cover = fewest(choices, times)
    assert meets(cover.taken, choices, times)
    assert cover.proven and len(cover.taken) == cover.least == brute(choices, times)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_what_is_cut_short_still_meets_everything_and_claims_no_more_than_it_knows(problem):
    choices, times = problem
    cover, fewest_of_all = fewest(choices, times, most_nodes=0), brute(choices, times)
    assert meets(cover.taken, choices, times)
    assert cover.least <= fewest_of_all <= len(cover.taken)
    assert not cover.proven or len(cover.taken) == fewest_of_all


def test_greed_alone_would_take_three_where_two_do():
    choices = [frozenset({0, 1, 2, 3}), frozenset({0, 1, 4}), frozenset({2, 3, 5})]
    assert fewest(choices, dict.fromkeys(range(6), 1)).taken == (1, 2)


def test_a_choice_is_taken_as_often_as_a_need_asks():
    assert fewest([frozenset({0, 1})], {0: 4, 1: 1}).taken == (0, 0, 0, 0)


def test_a_need_that_nothing_meets_is_refused():
    with pytest.raises(ValueError):
        fewest([frozenset({0})], {0: 1, 1: 1})


def test_a_need_that_is_asked_no_times_is_left_alone():
    assert fewest([frozenset({0})], {0: 1, 1: 0}).taken == (0,)


def test_ninety_needs_and_two_hundred_choices_are_solved_and_proven():
    """A real size: in the rules of a document most choices meet few needs, and of one kind of record each."""
    choices = [frozenset((at * step) % 90 // 5 * 5 + at % 5 for step in (1, 2, 3)) for at in range(200)]
    choices += [frozenset((need,)) for need in range(90)]
    cover = fewest(choices, dict.fromkeys(range(90), 1))
    assert meets(cover.taken, choices, dict.fromkeys(range(90), 1)) and cover.least <= len(cover.taken)
