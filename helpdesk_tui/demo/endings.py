"""The last minutes before the demonstration begins: mail that fails or was not understood, drafts, favourites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from helpdesk_tui.demo.letters import AWAY, STRANGERS
from helpdesk_tui.demo.mails import AUTO_REPLY, Person, broken, letter
from helpdesk_tui.demo.people import ADMIN, GATEWAY
from helpdesk_tui.demo.scene import Scene
from helpdesk_tui.demo.stories import Story
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.desk.actions.parameters import ToggleFavourite
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.questions import ReadGateways, ReadQueue
from helpdesk_tui.vocab import OutboxState, QueueView

_TROUBLES = (
    (OutboxState.RETRY, "451 4.2.1 The mailbox is busy, try again later"),
    (OutboxState.FAILED, "550 5.1.1 No such user here"),
    (OutboxState.UNKNOWN, "The connection was lost after the last line; the email may have arrived."),
)
_FAVOURITES = {ADMIN: 3, "anna": 2, "olga": 1}


def end(scene: Scene, held: Sequence[Story], now: datetime) -> list[Story]:
    """Let it all happen in the last hours; those of the taken tickets in `held` that are still not answered."""
    _unasked(scene, now)
    waiting = list(held)
    for position, (state, error) in enumerate(_TROUBLES):
        if waiting:
            scene.at(now - timedelta(seconds=160 - 20 * position))
            waiting.pop().answered(close=False)
            scene.send(state, error)
    _drafts(scene, waiting, now)
    scene.at(now - timedelta(seconds=12))
    for login, count in _FAVOURITES.items():
        desk = scene.staff(login)
        for row in desk.read(ReadQueue(QueueView.SUPPORT, limit=9)).rows[::3][:count]:
            desk.perform(ToggleFavourite(row.number))
    for gateway in scene.desk.read(ReadGateways()):
        scene.desk.perform(NotePoll(gateway.id, interval=gateway.interval))
    return waiting


def hold_back(desk: Desk, held: Sequence[Story]) -> None:
    """Answer one ticket more, on a desk whose mail waits for the undo window."""
    for story in held[-1:]:
        text = story.setting.told(story.talk.turns[1]) if len(story.talk.turns) > 1 else "We are looking into it."
        desk.staff(story.handler).perform(Reply(story.number, text))


def _unasked(scene: Scene, now: datetime) -> None:
    """Strangers, one of them in the name of a client; an email that cannot be read; an auto-reply; an empty one."""
    for position, (person, subject, text) in enumerate(STRANGERS[:3]):
        scene.at(now - timedelta(minutes=200 - 60 * position))
        scene.receive(letter(person, GATEWAY, subject, text, scene.clock.now(), scene.token()))
    scene.at(now - timedelta(minutes=50))
    scene.receive(broken(scene.token(), GATEWAY))
    hans = Person("Hans Meier", "hans@nordlicht.example")
    scene.at(now - timedelta(minutes=35))
    subject, text = AWAY["de"]
    scene.receive(letter(hans, GATEWAY, subject, text, scene.clock.now(), scene.token(), headings=AUTO_REPLY))
    scene.at(now - timedelta(minutes=31))
    scene.receive(letter(hans, GATEWAY, "", "", scene.clock.now(), scene.token()))


def _drafts(scene: Scene, held: Sequence[Story], now: datetime) -> None:
    """Somebody writes right now, somebody did this morning."""
    for story, ago in zip(held[:2], (timedelta(seconds=40), timedelta(hours=3)), strict=False):
        scene.at(now - ago)
        handler = scene.staff(story.handler)
        handler.perform(Attend(story.number))
        handler.perform(
            KeepDraft(story.number, f"Hello {story.setting.name},\n\nwe have looked at {story.setting.service} and")
        )
