"""Settings of one member of staff (TF6): kept for them alone."""

from __future__ import annotations

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.questions import ReadLook
from helpdesk_tui.rules.look import AfterClose, Density, Look, TimeFormat
from tests.desk.refusals import refused
from tests.desks import MadeDesk


def test_settings_are_kept_for_who_made_them(desk: MadeDesk) -> None:
    """One after the other, without losing those before; nobody else's."""
    desk.anna.perform(SetLook(text_width=72, theme="dark"))
    desk.anna.perform(SetLook(times=TimeFormat.HOURS_12, hide_system=True))
    desk.anna.perform(SetLook(density=Density.COMPACT, fold_quotes=False, after_close=AfterClose.NEXT))
    expected = Look(72, Density.COMPACT, "dark", TimeFormat.HOURS_12, True, False, AfterClose.NEXT)
    assert desk.anna.read(ReadLook()) == expected
    assert desk.gary.read(ReadLook()) == Look()
    desk.anna.perform(SetLook(theme="", hide_system=False))
    assert desk.anna.read(ReadLook()).theme == ""
    assert desk.anna.read(ReadLook()).hide_system is False


def test_a_setting_that_cannot_be_changes_nothing(desk: MadeDesk) -> None:
    desk.anna.perform(SetLook(text_width=72))
    said = "The text width is a number of columns from 40 to 240."
    assert refused(desk.anna, SetLook(text_width=500, theme="dark")).sentence == said
    assert desk.anna.read(ReadLook()) == Look(text_width=72)


def test_the_program_itself_has_no_settings(desk: MadeDesk) -> None:
    assert refused(desk.system, SetLook(text_width=72)).code == "not_found"
