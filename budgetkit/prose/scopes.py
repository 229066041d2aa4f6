"""Scopes: what is open at one place of the prose, and what a number without a noun speaks of there.

Headings, lists (其中), brackets, reasons and purposes nest. Scopes knows how they nest and nothing of words:
:mod:`budgetkit.prose.context` opens and closes them, :mod:`budgetkit.prose.subjects` and
:mod:`budgetkit.prose.binding` look into them and name what is spoken of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..knowledge import FUNDS
from .clauses import Base, Clause
from .nouns import Topic
from .topics import inherit

MOVED = ("change", "percent")
NO_BASE = Base(None)


@dataclass(slots=True)
class Said:
    """What a number of the prose, or a word in its place (持平, 无), is bound to.

    ``start`` and ``end`` are offsets in the paragraph, ``of`` the words that a share is of. A ``reason``
    may come sentences later.
    """

    about: Topic
    role: str
    start: int
    end: int
    unit: str = ""
    fen: int | None = None
    step: int = 0
    value: float | None = None
    direction: str = ""
    base: Base = NO_BASE
    of: str = ""
    reason: str = ""


@dataclass(slots=True)
class Frame:
    """What a bracket, a reason or a purpose interrupts; ``used`` once a figure stood in it.

    The context sets the ``group`` of a reason that names what it explains (收入减少的主要原因是).
    """

    kind: str
    start: int
    subject: Topic | None
    group: list[Said]
    scope: Topic | None
    base: Base | None
    time: Base | None
    used: bool = False


@dataclass(slots=True)
class Whole:
    """The whole of an open list, what was said of it, and how much was said since."""

    topic: Topic
    group: list[Said]
    parts: int = 0


@dataclass(slots=True)
class Scopes:
    """What is open and what is spoken of.

    Only its own methods change ``heads``, ``frames``, ``listing``, ``owner``, ``group`` and ``recent``. The
    others are restored where a frame ends, and are set as said below.

    Attributes
    ----------
    heads : list of (float, Topic or None)
        Rank and topic of the headings that are open, outermost first; the whole of a list that goes on
        in the paragraphs below stands among them, half a rank above its items.
    frames : list of Frame
        Brackets, reasons and purposes that are open, the innermost last.
    listing : bool
        A list (其中) is open in this sentence; ``owner`` is its whole.
    subject : Topic or None
        What an amount without a noun speaks of; :meth:`turn` changes it.
    group, recent : list of Said
        What was said of the subject in this sentence, and in the section; a reason is attached to it.
    scope : Topic or None
        The whole that nouns are parts of: they take fund and direction from it. The context sets it where a
        paragraph begins, subjects and binder where a total is named.
    base : Base or None
        What changes are measured against: forgotten by the context where a paragraph begins, set by subjects.
    time : Base or None
        Year of the whole that a list or bracket takes apart, where it is not the document's; in a reason
        that of the clause before, which subjects set.
    governing : Clause or None
        What governs the items of a list that say nothing of their own: the verb (新增甲5万元，乙3万元)
        or the year (2021年甲5万元，乙3万元) that stands before the first. The binder sets it; a ； or a sum
        (合计) ends it, or the end of the list.
    """

    heads: list[tuple[float, Topic | None]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    listing: bool = False
    owner: Whole | None = None
    subject: Topic | None = None
    group: list[Said] = field(default_factory=list)
    recent: list[Said] = field(default_factory=list)
    scope: Topic | None = None
    base: Base | None = None
    time: Base | None = None
    governing: Clause | None = None

    # what is spoken of

    def turn(self, about: Topic | None, group: list[Said] | None = None) -> None:
        """Speak of something else, of which `group` was said before."""
        self.subject, self.group = about, [] if group is None else group

    def keep(self, said: Said) -> None:
        """Remember what was said of the subject."""
        for frame in self.frames:
            frame.used = True
        if self.owner:
            self.owner.parts += 1
            self._of_all_funds(said)
        self.group.append(said)
        self.recent.append(said)

    def _of_all_funds(self, said: Said) -> None:
        """A whole that a list takes apart by fund is of all funds: “三公”经费5万元，其中财政拨款4万元."""
        whole = self.owner.topic if self.owner and self.listing else None
        if not whole or whole.concept != said.about.concept or said.role != "level":
            return
        within = {whole.fund, "total"} | {fund for fund, above in FUNDS.items() if above == whole.fund}
        if said.about.fund not in within:
            for other in self.owner.group if self.owner else ():
                other.about = replace(other.about, fund="total")

    def last(self, role: str) -> Said | None:
        """Return what was said last of the subject, if in this role."""
        return self.group[-1] if self.group and self.group[-1].role == role else None

    # headings

    def enter(self, rank: float, topic: Topic | None) -> None:
        """Go below a heading: another section, in which nothing was said."""
        self.leave(rank)
        self.heads.append((rank, topic))
        self.turn(None)
        self.recent, self.base = [], None

    def leave(self, rank: float) -> None:
        """Close the headings of this rank and below."""
        self.heads = [h for h in self.heads if h[0] < rank]

    def go_on_below(self, topic: Topic, rank: float) -> None:
        """Let a list go on in the paragraphs below: its whole stands among the headings."""
        self.heads.append((rank, topic))

    def end_lists(self) -> None:
        """Close the lists that went on in paragraphs of their own."""
        self.heads = [h for h in self.heads if h[0] == int(h[0])]

    def head(self, outer: bool = False) -> Topic | None:
        """Return what the headings speak of, the innermost first; with `outer` without that one."""
        head: Topic | None = None
        for rank, found in self.heads[:-1] if outer else self.heads:
            if found:
                head = inherit(found, head) if rank == int(rank) else found
        return head

    # lists

    def inside_list(self) -> bool:
        """Tell whether a list or a reason is open, in which items follow each other."""
        return self.listing or self.inside("reason")

    def open_list(self) -> None:
        """Take the subject apart; a list within one that said nothing yet has no whole of its own."""
        if self.subject and (self.group or not self.listing):
            lent = self.scope is not None and self.scope.rank == "context" and self.subject.kind != "money"
            self.scope = self.scope if lent else self.subject
            self.owner = Whole(self.subject, self.group)
            self.time = self._time_of_whole()
        self.listing = True

    def back_to_whole(self, sure: bool = False) -> None:
        """Return to the whole after a list (其中甲5万元，乙3万元；比上年…), of one item only if `sure`."""
        if self.owner and self.listing:
            whole, self.owner = self.owner, None
            if sure or whole.parts >= 2:
                self.turn(whole.topic, whole.group)

    def end_list(self) -> None:
        """Close the list of a sentence."""
        whole = self.owner.topic if self.owner else None
        self.back_to_whole(whole is not None and whole.kind == "money" and not whole.direction)
        self.listing, self.owner, self.time, self.governing = False, None, None, None

    def _time_of_whole(self) -> Base | None:
        """Return the year of the figure just read, where it is of another year than the document."""
        prior = self.last("prior")
        return prior.base if prior else None

    # brackets, reasons, purposes

    def inside(self, *kinds: str) -> bool:
        """Tell whether a bracket, reason or purpose is open."""
        return any(f.kind in kinds for f in self.frames)

    def innermost(self, kind: str) -> Frame | None:
        """Return the innermost frame, if it is of this kind."""
        return self.frames[-1] if self.frames and self.frames[-1].kind == kind else None

    def around(self) -> Topic | None:
        """Return the scope of a noun: what a list, reason or purpose that is open speaks of."""
        outer = self.frames[-1].subject if self.frames and self.frames[-1].kind != "bracket" else None
        return outer if outer and outer.rank in ("class", "item") else self.scope

    def mark(self, kind: str, start: int = 0) -> Frame:
        """Return what something that begins here interrupts, for :meth:`restore`."""
        return Frame(kind, start, self.subject, self.group, self.scope, self.base, self.time)

    def restore(self, frame: Frame) -> None:
        """Go on where a frame began."""
        self.turn(frame.subject, frame.group)
        self.scope, self.base, self.time = frame.scope, frame.base, frame.time

    def push(self, kind: str, start: int) -> Frame:
        """Open a bracket, a reason or a purpose."""
        self.frames.append(frame := self.mark(kind, start))
        if kind == "bracket":
            self.time = self._time_of_whole()
        else:
            self.group = []
        if kind == "reason":
            self.time = self.governing = None
        return frame

    def pop(self, *kinds: str) -> list[Frame]:
        """Close frames up to and including the first of some kinds, all if there is none; return them."""
        closed: list[Frame] = []
        while self.frames and not (closed and closed[-1].kind in kinds):
            closed.append(self.frames.pop())
            self.restore(closed[-1])
        return closed

    def close(self, keep_lists: bool = False) -> list[Frame]:
        """End the reasons and purposes that are open, up to the nearest open bracket; return them.

        With `keep_lists` a purpose that lists amounts (主要包括：甲5万元；乙3万元) stays open.
        """
        closed: list[Frame] = []
        while self.frames and self.frames[-1].kind != "bracket":
            if keep_lists and self.frames[-1].kind == "purpose" and self.frames[-1].used:
                break
            closed += self.pop(self.frames[-1].kind)
        return closed
