"""Making the demonstration's desk: its past in bulk, its last weeks act by act, everything as of one moment."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from helpdesk_tui.bounded.surroundings import python_module
from helpdesk_tui.clock import FixedClock, cut
from helpdesk_tui.config.settings import DeskSettings, SendSettings, Settings, SmtpSettings
from helpdesk_tui.demo import endings, house, sales
from helpdesk_tui.demo.people import ADMIN, CURRENCY, DESK_NAME, GATEWAY, STAFF
from helpdesk_tui.demo.scene import Known, Scene
from helpdesk_tui.demo.stories import SHARES, Fate, Step, Story, plan
from helpdesk_tui.demo.subjects import HOSTILE_SUBJECT, HOSTILE_TEXT, talks_for
from helpdesk_tui.demo.talk import Setting
from helpdesk_tui.demo.volume import Past
from helpdesk_tui.desk.actions.bulk import SeedTickets
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.door import Desk, make_desk, open_for
from helpdesk_tui.errors import Refused

PLAYED = 240
"""Tickets that are played act by act; those beyond are made in bulk and are older."""
UNDO_SECONDS = 10
_PAST_ENDS = timedelta(days=26)
_SMALL_CLIENTS = 300


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """Where everything of a demonstration is, and whose eyes to look through."""

    database: Path
    config: Path
    maildir: Path
    sent: Path
    login: str = ADMIN


def make_demo(folder: Path, *, tickets: int, now: datetime, seed: int = 1) -> DemoDesk:
    """Make a desk with so many tickets in the folder, a mailbox for mail to it, and the configuration for both.

    The same for the same `seed` and `now`, but for the desk's secret and the Message-IDs signed with it. Raises Refused
    `exists` when the folder holds a desk already.
    """
    now = cut(now)
    folder = folder.absolute()
    made = DemoDesk(folder / "desk.sqlite", folder / "config.toml", folder / "Maildir", folder / "sent")
    if made.database.exists():
        raise Refused(f"{made.database} is there already; choose another folder.", code="exists")
    for part in (*(made.maildir / name for name in ("new", "cur", "tmp")), made.sent):
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    made.config.write_text(_configuration(made), encoding="utf-8")
    begun = now - timedelta(days=2100)
    make_desk(str(made.database), MakeDesk(ADMIN, DESK_NAME, CURRENCY), FixedClock(begun), durable=False)
    settings = Settings(
        None, str(made.database), DeskSettings(DESK_NAME), SmtpSettings(sender=GATEWAY), SendSettings(0), now=begun
    )
    with closing(open_for(settings, durable=False)) as desk:
        held = _fill(desk, made, tickets, now, Random(f"{seed} {tickets}"))
    hurry = replace(settings, send=SendSettings(UNDO_SECONDS), now=now - timedelta(seconds=3))
    with closing(open_for(hurry, durable=False)) as desk:
        endings.hold_back(desk, held)
    return made


def _fill(desk: Desk, made: DemoDesk, tickets: int, now: datetime, random: Random) -> list[Story]:
    """Everything but the last answer; the tickets that are held and not answered."""
    clock = desk.clock
    if not isinstance(clock, FixedClock):
        raise TypeError("a demonstration is made by a clock that can be moved")
    premises, gateway = house.furnish(desk, made.maildir)
    known = house.customers(desk, clock, now)
    sales.sell(desk, clock, now, known)
    played = min(tickets, PLAYED)
    older = tickets - played
    buyers = house.buyers(desk, clock, now, known, min(_SMALL_CLIENTS, older // 30))
    clock.at = now - _PAST_ENDS
    for batch in Past(premises, buyers, now, random).batches(older, now - _PAST_ENDS):
        desk.perform(SeedTickets(batch))
    scene = Scene(desk, clock, gateway, made.sent, random)
    stories = _stories(scene, known, played, now)
    _play(scene, [plan(story, fate) for story, fate in stories])
    return endings.end(scene, [story for story, fate in stories if fate is Fate.HELD], now)


def _stories(scene: Scene, known: list[Known], count: int, now: datetime) -> list[tuple[Story, Fate]]:
    """Every fate once, the others by their shares; the last ticket that waits has the subject that tries everything."""
    random = scene.random
    fates = [*SHARES, *random.choices(list(SHARES), list(SHARES.values()), k=max(0, count - len(SHARES)))][:count]
    made = [(_story(scene, random.choice(known), now), fate) for fate in fates]
    if made:
        made[0][0].begins, made[0][0].subject, made[0][0].text = "area", HOSTILE_SUBJECT, HOSTILE_TEXT
    return made


def _story(scene: Scene, known: Known, now: datetime) -> Story:
    random, customer = scene.random, known.customer
    names = tuple(name for name, _, _ in customer.services)
    talk = random.choice(talks_for(customer.language, names))
    fitting = [name for name in names if name.startswith(talk.about)]
    person = random.choice(known.people)
    service = random.choice(fitting)
    setting = Setting(service, customer.domain, person.name, f"{service}.acme.example")
    handler = random.choice([one.login for one in STAFF if talk.department in one.departments and one.login != ADMIN])
    # Mail comes in for Tech; the client area is for every department, the telephone for few.
    begins = random.choices(("mail", "area", "telephone"), (80, 12, 8))[0] if talk.department == "Tech" else "area"
    other = "Billing" if talk.department != "Billing" else "Tech"
    return Story(scene, now, talk, known, person, setting, handler, other, begins)


def _play(scene: Scene, plans: Iterable[tuple[datetime, list[Step]]]) -> None:
    """Do every step of every story in the order of their times."""
    timed = []
    for position, (ends, steps) in enumerate(plans):
        at = ends - sum((gap for gap, _ in steps), timedelta(0))
        for gap, what in steps:
            at += gap
            timed.append((at, position, what))
    for at, _, what in sorted(timed, key=lambda one: one[:2]):
        scene.at(at)
        what()
    scene.send()


def _configuration(made: DemoDesk) -> str:
    sendmail = shlex.join([*python_module("helpdesk_tui.demo.sink"), str(made.sent)])
    quoted = {"name": DESK_NAME, "sendmail": sendmail, "from": GATEWAY, "database": str(made.database)}
    values = {name: json.dumps(value, ensure_ascii=False) for name, value in quoted.items()}
    return (
        f"database = {values['database']}\n\n[desk]\nname = {values['name']}\n\n"
        f"[smtp]\nsendmail = {values['sendmail']}\nfrom = {values['from']}\n\n"
        f"[send]\nundo_seconds = {UNDO_SECONDS}\n"
    )
