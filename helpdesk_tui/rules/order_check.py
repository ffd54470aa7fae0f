"""Whether an order gave what was bought under it, and stands as its purchases left it (rule 25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from helpdesk_tui.rules.orders import Order, Purchase, gives, windows_of, with_purchase
from helpdesk_tui.rules.periods import Window
from helpdesk_tui.vocab import OrderState


@dataclass(frozen=True, slots=True)
class Done:
    """A purchase as it was completed: on which date, counted from which, and which windows it was for."""

    purchase: Purchase
    first: date
    numbers: range
    day: date


def fault(order: Order, done: Iterable[Done], lots: Iterable[tuple[Window, int]], lifetime: int) -> str:
    """What is wrong with an order, in words; empty when nothing is.

    `done` is what was completed under it, in that order; `lots` and `lifetime` are the incidents that it gave.
    """
    due: Counter[tuple[Window, int]] = Counter()
    due_for_life = 0
    steps = tuple(done)
    # Before its own purchase it had nothing, and a first date that was only asked for: months that were bought later,
    # after incidents for life, are counted from another one.
    first = steps[0].first if steps else order.first
    standing = replace(order, months=0, number=0, package=None, windows=0, first=first)
    for step in steps:
        if (step.first, step.numbers) != windows_of(step.purchase, standing, step.day):
            return f"a purchase of {step.day} counts its months from another date"
        for given in gives(step.purchase, step.first, step.numbers, step.day):
            if given.window is None:
                due_for_life += given.count
            else:
                due[given.window, given.count] += 1
        standing = with_purchase(standing, step.purchase, step.first, step.numbers)
    if due_for_life != lifetime:
        return f"it gave {lifetime:,} lifetime incidents instead of {due_for_life:,}"
    found = Counter(lots)
    if found != due:
        window, count = next(iter((found - due) or (due - found)))
        said = "does not belong to it" if found - due else "is missing"
        return f"a lot of {count:,} from {window.starts} to {window.ends} {said}"
    if order.state is OrderState.ACTIVE and standing != order:
        return "it is not as its purchases left it"
    return ""
