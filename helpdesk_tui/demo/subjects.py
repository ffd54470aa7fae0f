"""The conversations of the demonstration by language, and one subject that tries everything."""

from __future__ import annotations

from helpdesk_tui.demo.talk import Talk
from helpdesk_tui.demo.talks_cyrillic import CYRILLIC
from helpdesk_tui.demo.talks_de import GERMAN
from helpdesk_tui.demo.talks_en import TECH
from helpdesk_tui.demo.talks_far import FAR
from helpdesk_tui.demo.talks_office import OFFICE

TALKS = (*TECH, *OFFICE, *GERMAN, *CYRILLIC, *FAR)

BY_LANGUAGE = {
    language: tuple(talk for talk in TALKS if talk.language == language)
    for language in dict.fromkeys(talk.language for talk in TALKS)
}
"""Every conversation, by the language of the client who begins it."""

HOSTILE_SUBJECT = (
    "Is this shown harmlessly? \x1b]0;title taken\x07\x1b[2J\x1b[31mred\x1b[0m [bold red on white]bold[/] "
    "[@click=app.quit]x[/] "
    "[/] \u202etxt.exe \u200b\x9b5m \U000e0041 "
    "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
)
"""Terminal sequences, markup, direction marks, invisible characters: text like any other (RELIABILITY rule 36)."""

HOSTILE_TEXT = (
    "Hello,\n\nthis message holds what should never reach a terminal as it stands:\n\n"
    "\x1b]52;c;aGFybWxlc3M=\x07 a clipboard sequence, \x1b[?1049h another screen, \x07 a bell,\n"
    "[link=https://example.org]markup[/link], [/] a closing tag, \u202eright to left\u202c,\n"
    "and a line of ten thousand characters:\n" + "0123456789" * 1000 + "\n"
)
"""A message that goes with it."""


def talks_for(language: str, services: tuple[str, ...]) -> tuple[Talk, ...]:
    """The conversations that a client of this language and with these services may have."""
    return tuple(
        talk for talk in BY_LANGUAGE[language] if not talk.about or any(s.startswith(talk.about) for s in services)
    )
