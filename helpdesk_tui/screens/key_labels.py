"""What keys are called, and which are in force where the configuration gives an action others (`[keys]`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from helpdesk_tui.config.values import nearest
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.widgets.key_bar import Key

Remapped = Mapping[str, tuple[str, ...]]
"""The keys of actions by their ids, as the configuration gives them."""

_NAMES = {
    "question_mark": "?", "colon": ":", "slash": "/", "asterisk": "*", "circumflex_accent": "^", "plus": "+",
    "greater_than_sign": ">", "minus": "-", "equals_sign": "=",
    "left_square_bracket": "[", "right_square_bracket": "]", "escape": "Esc", "enter": "Enter", "space": "Space",
    "pagedown": "PgDn", "pageup": "PgUp", "dollar_sign": "$", "exclamation_mark": "!", "comma": ",",
}  # fmt: skip


def key_names(keys: Iterable[str]) -> str:
    """Keys as people write them: `? F1`, `1-7` for digits in a row."""
    keys = [key for key in keys if not key.startswith(_NO_KEY)]
    names = [_NAMES.get(key, key if len(key) == 1 or "+" in key else key.capitalize()) for key in keys]
    if len(names) > 2 and all(name.isdigit() for name in names):
        return f"{names[0]}-{names[-1]}"
    return " ".join(dict.fromkeys(names))


def keyless(remapped: Remapped, action: str) -> bool:
    """Whether the configuration takes an action all its keys; `:` still finds it."""
    return action in remapped and not any(remapped[action])


def keymap(remapped: Remapped) -> dict[str, str]:
    """The keys as Textual takes them: for none at all, which would leave the usual ones, one that nobody can press."""
    return {name: ",".join(keys) if any(keys) else f"{_NO_KEY}{name}" for name, keys in remapped.items()}


_NO_KEY = "no key for "


def label(remapped: Remapped, action: str, default: str, title: str = "") -> str:
    """What the first key of an action is called, by its id; by default its usual key. Without one it is its `title`."""
    if keyless(remapped, action):
        return f"“{title or action}”"
    return next((key_names([key]) for key in remapped.get(action, ()) if key), default)


def in_force(remapped: Remapped, keys: tuple[Key, ...], rooms: Iterable[type[DOMNode]]) -> tuple[Key, ...]:
    """The keys of a bar as they are in force: each label is the usual key of an action of these rooms."""
    if not remapped:
        return keys
    known: dict[str, str] = {}
    for room in rooms:
        for binding in _bindings(room):
            if binding.id:
                known.setdefault(key_names([binding.key]), binding.id)
    found = []
    for key in keys:
        parts = [part for part in key.label.split(" ") if not keyless(remapped, known.get(part, ""))]
        if parts:
            found.append(replace(key, label=" ".join(label(remapped, known.get(part, ""), part) for part in parts)))
    return tuple(found)


def keyed(remapped: Remapped, sentence: str, rooms: Iterable[type[DOMNode]]) -> str:
    """A sentence of ours with the keys that are in force: `{n}` stands for the action that is usually on n in these
    rooms, `{abuse:!}` for an action of another screen by its id and its usual key.
    """
    bound = [binding for room in rooms for binding in _bindings(room) if binding.id] if remapped else []
    known = {key_names([binding.key]): binding.id or "" for binding in bound}
    title_of = {binding.id: binding.description for binding in bound}

    def named(found: re.Match[str]) -> str:
        action = found[1] or known.get(found[2], "")
        return label(remapped, action, found[2], title_of.get(action, ""))

    return _KEY.sub(named, sentence)


_KEY = re.compile(r"\{(?:([\w.-]+):)?(\S+?)\}")


def told(remapped: Remapped, error: DeskError, usual: Mapping[str, str]) -> str:
    """The sentence of an error, with the key of the act that would help; a screen alone knows keys."""
    if error.way is None:
        return error.sentence
    act, words = error.way
    if act not in usual or keyless(remapped, act):
        return error.sentence  # no key of this screen, or none at all
    return error.sentence.replace(words, f"{words} ({label(remapped, act, usual[act])})", 1)


def usual_keys(rooms: Iterable[type[DOMNode]]) -> dict[str, str]:
    """What the first usual key of each action is called, by its id."""
    found: dict[str, str] = {}
    for room in rooms:
        for binding in _bindings(room):
            if binding.id:
                found.setdefault(binding.id, key_names([binding.key]))
    return found


def titles(rooms: Iterable[type[DOMNode]]) -> dict[str, str]:
    """What each action of these rooms is called, by its id."""
    return {binding.id: binding.description for room in rooms for binding in _bindings(room) if binding.id}


def check(remapped: Remapped, rooms: Iterable[tuple[type[DOMNode], ...]]) -> None:
    """Raise WrongUsage where an action is given a key that another has in the same room: one of them would be gone.

    A room is a screen with what has the focus in it; a key that both were given is told as well.
    """
    for room in rooms:
        taken: dict[str, Binding] = {}
        for binding in (one for part in room for one in _bindings(part)):
            for key in _keys_of(binding, remapped):
                other = taken.setdefault(key, binding)
                if other.action != binding.action and {other.id, binding.id} & remapped.keys():
                    raise WrongUsage(_clash(key, *sorted((other, binding), key=lambda one: one.id not in remapped)))


def _clash(key: str, given: Binding, other: Binding) -> str:
    name = f"{other.id} ({other.description})" if other.id else other.description or "another action"
    return f"[keys] {given.id} ({given.description}) cannot be {key_names([key])}: it is the key of {name}."


def check_ids(remapped: Remapped, screens: Iterable[type[DOMNode]], widgets: Iterable[type[DOMNode]]) -> None:
    """Raise WrongUsage for an id that no action has, and where one would be out of reach without a key.

    What a screen does is found by its name behind `:`; how one moves about, and `:` itself, is not.
    """
    listed = {binding.id for screen in screens for binding in _bindings(screen) if binding.id}
    moving = {binding.id for widget in widgets for binding in _bindings(widget) if binding.id}
    for name in remapped:
        if name not in listed | moving:
            meant = nearest(name, sorted(listed | moving))
            raise WrongUsage(f"[keys] {name} is no action's id" + (f"; {meant} is one." if meant else "."))
        if keyless(remapped, name) and (name == "palette" or name not in listed):
            raise WrongUsage(f"[keys] {name} needs a key: nothing else does the same.")


def _keys_of(binding: Binding, remapped: Remapped) -> tuple[str, ...]:
    if keyless(remapped, binding.id or ""):
        return ()
    given = tuple(key for key in remapped.get(binding.id or "", ()) if key)
    return tuple(_SIGNS.get(key, key) for key in given) or (binding.key,)


_SIGNS = {sign: name for name, sign in _NAMES.items() if len(sign) == 1}


def _bindings(room: type[DOMNode]) -> Iterator[Binding]:
    """Every key of a class, those of its bases where it gives them nothing else to do."""
    merged: BindingsMap = room._merge_bindings()
    for bindings in merged.key_to_bindings.values():
        yield from bindings
