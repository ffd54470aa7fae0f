"""Mail from a Maildir that other programs deliver into and people may read (MG2, MG3)."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.gateways.maildir_box import MaildirBox, MailFile
from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED, FoundMail, Known, MailGone, Oversize, SourceTest, head_of
from helpdesk_tui.views import GatewayView

POLL_SECONDS = 0.5

_BATCH = 500
_MOST_GAPS = 1000
_TWO_DAYS = 2 * 86_400 * 10**9


@dataclass(frozen=True, slots=True)
class _Memory:
    """Read files count when they came after `since` (nanoseconds of the file system's clock), or are in `gaps`.

    None before the first poll: a new gateway never imports history (rule 3).
    """

    since: int | None = None
    gaps: frozenset[str] = frozenset()

    @classmethod
    def of(cls, state: str) -> _Memory:
        """The memory from its JSON; what cannot be read is none."""
        try:
            told = json.loads(state)
            return cls(int(told["since"]), frozenset(map(str, told["gaps"])))
        except (ValueError, TypeError, LookupError):
            return cls()

    def written(self) -> str:
        """As JSON."""
        return json.dumps({"since": self.since, "gaps": sorted(self.gaps)})

    def chosen(self, files: Sequence[MailFile], box: MaildirBox) -> list[MailFile]:
        """The files to look at, the oldest first."""
        since = self.since if self.since is not None else _latest(files, box)
        chosen = [file for file in files if not file.seen or file.mtime > since or file.key in self.gaps]
        return sorted(chosen, key=lambda file: (file.mtime, file.key))


class MaildirSource:
    """The Maildir at the gateway's path.

    Unread are files in `new` and those in `cur` without the flag S. A file that somebody has read is found too if it
    came since the gateway's first poll: a colleague who reads the box hides nothing from the desk (rule 3).
    """

    def __init__(
        self, gateway: GatewayView, password: Callable[[], str] | None = None, state: str = "", ca_file: str = ""
    ) -> None:
        self._path = Path(gateway.path)
        self._delete = gateway.delete
        self._memory = _Memory.of(state)
        self._files: dict[str, MailFile] = {}
        self._open: dict[str, None] = {}

    def found(self, known: Known) -> Iterator[FoundMail]:
        """Unread and new files, the oldest first (by time of delivery, then by name).

        Those that we may not read come last, so that they stop no others.
        """
        with MaildirBox(self._path) as box:
            files = box.files()
            chosen = sorted(self._memory.chosen(files, box), key=lambda file: not box.readable(file))
            newest = _latest(files, box)
        since = self._memory.since
        self._memory = _Memory(newest if since is None else max(since, newest - _TWO_DAYS), self._memory.gaps)
        self._files = {file.key: file for file in chosen}
        self._open = dict.fromkeys(self._files)
        waiting = iter(chosen)
        while batch := list(islice(waiting, _BATCH)):
            recorded = known([file.key for file in batch])
            for file in batch:
                if file.key in recorded:
                    self._open.pop(file.key, None)
                else:
                    # A name may be given to another mail. Before one is deleted or marked its bytes have to tell that.
                    yield FoundMail(file.key, file.size, file.seen, self._delete, exact=True, at_hand=not file.seen)

    def fetch(self, mail: FoundMail, limit: int) -> bytes:
        """The file's content. Raises Oversize, MailGone, UnusableData, StorageFailed."""
        with MaildirBox(self._path) as box:
            file = self._present(box, mail)
            raw = box.read(file, limit + 1) if file else None
            if file and raw is None and (file := box.now(file)):
                raw = box.read(file, limit + 1)
            if file is None or raw is None:
                self._open.pop(mail.key, None)
                raise MailGone
            if len(raw) > limit:
                head = raw if limit >= HEAD_NEEDED else box.read(file, HEAD_NEEDED) or raw
                raise Oversize(max(file.size, len(raw)), limit, head_of(head))
        return raw

    def taken(self, mail: FoundMail) -> None:
        """Move the file to `cur` with the flag S, or delete it where the gateway says so."""
        with MaildirBox(self._path) as box:
            file = self._present(box, mail)
            for _ in range(3):
                if file is None or (file.seen and not self._delete):
                    break
                if box.delete(file) if self._delete else box.mark_seen(file):
                    break
                file = box.now(file)
        self._open.pop(mail.key, None)

    def leave(self, mail: FoundMail) -> None:
        """Let the file be."""
        self._open.pop(mail.key, None)

    def finish(self) -> None:
        """Nothing is left to do: each mail was marked when it was taken."""

    def state(self) -> str:
        """The time from which read files count, and the keys of what was found and not settled."""
        return _Memory(self._memory.since, frozenset(islice(self._open, _MOST_GAPS))).written()

    def test(self) -> SourceTest:
        """Counts files; changes nothing."""
        with MaildirBox(self._path) as box:
            files = box.files()
            chosen = self._memory.chosen(files, box)
        return SourceTest(len(chosen), sum(not file.seen for file in files), len(files) - len(chosen))

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Look at the folders' times twice a second, and into them when these have changed."""
        end = time.monotonic() + seconds
        before: tuple[int, ...] | None = None
        while not stop.is_set():
            with contextlib.suppress(DeskError), MaildirBox(self._path) as box:
                now = box.times()
                if now != before and self._news(box):
                    return
                before = now
            left = end - time.monotonic()
            if left <= 0 or stop.wait(min(left, POLL_SECONDS)):
                return

    def close(self) -> None:
        """Nothing is kept open."""

    def _news(self, box: MaildirBox) -> bool:
        return any(file.key not in self._files for file in self._memory.chosen(box.files(), box))

    def _present(self, box: MaildirBox, mail: FoundMail) -> MailFile | None:
        """The file under its present name; also one that an earlier source of this gateway found."""
        file = self._files.get(mail.key)
        if file is not None:
            return box.now(file)
        return next((file for file in box.files() if file.key == mail.key), None)


def _latest(files: Sequence[MailFile], box: MaildirBox) -> int:
    """The latest time in the box, of its files and folders; a file from the future does not count."""
    present = time.time_ns()
    return max([*(file.mtime for file in files if file.mtime <= present), *box.times()])
