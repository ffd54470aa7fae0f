"""Having a picture decoded by a child process, and what is said where that does not work (TF11, docs/adr/0034)."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.bounded.running import ran
from helpdesk_tui.bounded.surroundings import bare_environment, python_module
from helpdesk_tui.errors import TryLater, Unavailable, UnusableData
from helpdesk_tui.pictures.frames import MOST_PIXELS, Answer, Outcome, Question, most_bytes, read_answer

CHILD = python_module("helpdesk_tui.pictures.child")
SECONDS = 15.0
"""So long a picture may take, by the clock and of the processor."""
MEMORY = 1024**3
"""Address space of a child in bytes: fifty million pixels, and once more while they are turned or scaled."""

TOO_LARGE = f"The picture has more than the {MOST_PIXELS // 1_000_000} million pixels that are decoded here."
_SAID = {
    Outcome.DAMAGED: "The picture is damaged or cut off, so that it cannot be shown.",
    Outcome.TOO_LARGE: TOO_LARGE,
    Outcome.NO_MEMORY: "The picture takes more memory than decoding it may use here.",
}


async def decoded(
    question: Question, content: bytes, *, child: Sequence[str] = CHILD, seconds: float = SECONDS
) -> Answer:
    """The part of a picture that is asked for.

    Raises UnusableData for a picture that cannot be shown, Unavailable where the extra `pictures` is not installed,
    TryLater where no process can be started. Cancelling ends the child.
    """
    try:
        done = await ran(
            (*child, str(seconds), str(MEMORY)), seconds=seconds, max_bytes=most_bytes(question),
            environment=bare_environment(), given=question.packed + content, errors=False,
        )  # fmt: skip
    except OSError as failure:
        raise TryLater(f"The decoder of pictures does not start: {failure.strerror}.") from None
    if done.late:
        raise UnusableData(f"Decoding the picture took more than {seconds:g} seconds and was given up.", code="picture")
    answer = read_answer(question, done.printed) if done.code == 0 else None
    if answer is None:
        raise UnusableData("Decoding the picture ended the process that did it.", code="picture")
    if answer.outcome is Outcome.NO_DECODER:
        raise Unavailable(
            "Pictures are shown where the extra is installed: pip install 'helpdesk-tui[pictures]'.", code="no_extra"
        )
    if answer.outcome is not Outcome.SHOWN:
        raise UnusableData(_SAID[answer.outcome], code="picture")
    return answer
