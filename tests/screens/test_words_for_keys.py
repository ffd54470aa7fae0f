"""Keys that do nothing say why: no action, no choice with these words (SCREENS: a refused key says why)."""

from __future__ import annotations

from tests.screens.seat import Seat


async def test_a_name_that_nobody_has_is_answered(seat: Seat) -> None:
    """TF3: Enter on an empty list of choices says why nothing happens."""
    await seat.press("a")
    await seat.see("Assign to", "John Reed")
    await seat.type("zzz\n")
    await seat.told("Nothing has these words; Esc leaves.")
    await seat.press("escape")
    await seat.gone("Assign to")


async def test_a_key_that_does_nothing_says_so(seat: Seat) -> None:
    """TF6: a letter of another screen is not silent; the next key takes the sentence away."""
    for key, said in (("v", "v does nothing here; ? lists the keys."), ("Z", "Z does nothing here"), ("語", "語 does")):
        await seat.press(key)
        await seat.told(said)
    await seat.press("down")
    await seat.until(lambda: "does nothing here" not in seat.foot)
    await seat.press("f9")
    await seat.calm()
    assert "does nothing here" not in seat.foot
