"""Editing what was said (TF7): how much of a new text is newly written, and what becomes of an email with the old."""

from __future__ import annotations


def own_lines(before: str, own: int, after: str) -> int:
    """How many first lines of the new text are newly written: quoted history that nobody touched stays quoted."""
    quoted = before.split("\n")[own:]
    lines = after.split("\n")
    if quoted and any(line.strip() for line in quoted) and lines[-len(quoted) :] == quoted:
        return len(lines) - len(quoted)
    return len(lines)


def text_of_email(email: str, before: str, after: str) -> str:
    """The text of an email that begins with a message, its signature below it, after the message was edited."""
    before = before.rstrip()
    return after.rstrip() + email[len(before) :] if email.startswith(before) else email


NO_EMAIL, REWORDED, KEPT = "", "reworded", "kept"
"""What became of the email of a message that was edited."""

TOLD = {
    NO_EMAIL: "",
    REWORDED: "Its email has not left yet and says the new text.",
    KEPT: "Its email had left: the client's mailbox keeps the earlier text.",
}
"""The same for people."""
