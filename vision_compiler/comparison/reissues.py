"""Which documents must be reissued, and which of their pages: the laid-out pages themselves are compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from vision_compiler.comparison.printed import Printed
from vision_compiler.model.plan import Fact, Plan


@dataclass(frozen=True, slots=True)
class Reissue:
    """A document: the pages that say something else, and those that only bear another number."""

    title: str
    is_new: bool
    is_gone: bool
    changed: tuple[str, ...]
    renumbered: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def is_needed(self) -> bool:
        return self.is_new or self.is_gone or bool(self.changed or self.renumbered or self.dropped)


def reissues(
    old: Sequence[Printed], new: Sequence[Printed], facts: frozenset[str] = frozenset()
) -> tuple[Reissue, ...]:
    """Every document of both plans, in the order of the new one; ``facts`` are those with another value."""
    before, after = {each.id: each for each in old}, {each.id: each for each in new}
    found = [_compared(before.get(each.id), each, facts) for each in new]
    gone = [Reissue(each.title, False, True, (), (), ()) for each in old if each.id not in after]
    return (*found, *gone)


def changed_facts(old: Plan, new: Plan) -> frozenset[str]:
    """The facts whose number or form is another one."""
    facts = ((id, fact, old.facts.get(id)) for id, fact in new.facts.items())
    return frozenset(id for id, fact, before in facts if before is None or _form(before) != _form(fact))


def _form(fact: Fact) -> tuple[str, str, bool]:
    return str(fact.amount), fact.unit, fact.approximate


def _compared(old: Printed | None, new: Printed, facts: frozenset[str]) -> Reissue:
    if old is None:
        return Reissue(new.title, True, False, tuple(page.folio for page in new.pages), (), ())
    one, other = (
        # A page with such a fact is another one also where a chart alone shows its value.
        [(page.text, each is old and bool(page.facts & facts)) for page in each.pages]
        for each in (old, new)
    )
    changed: list[str] = []
    renumbered: list[str] = []
    dropped: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(old.pages[a:b], new.pages[c:d], strict=True)
            renumbered += [after.folio for before, after in pairs if before.folio != after.folio]
        else:
            changed += [page.folio for page in new.pages[c:d]]
            dropped += [page.folio for page in old.pages[a:b]] if c == d else []
    return Reissue(new.title, False, False, tuple(changed), tuple(renumbered), tuple(dropped))


def told(found: Sequence[Reissue]) -> str:
    """The list as lines."""
    return "\n".join(_line(each) for each in found)


def _line(each: Reissue) -> str:
    if each.is_new:
        return f"{each.title}: 新しい文書です（全{len(each.changed)}ページ）。"
    if each.is_gone:
        return f"{each.title}: なくなりました。"
    if not each.is_needed:
        return f"{each.title}: 変わりません。"
    parts = (
        ("変わるページ", each.changed),
        ("なくなるページ", each.dropped),
        ("番号だけが変わるページ", each.renumbered),
    )
    return f"{each.title}: 作り直してください。" + "、".join(
        f"{name} {ranged(pages)}" for name, pages in parts if pages
    )


def ranged(folios: Sequence[str]) -> str:
    """Pages in short: 3、5～8."""
    return "、".join(f"{run[0]}～{run[-1]}" if len(run) > 2 else "、".join(run) for run in _runs(folios))


def _runs(folios: Sequence[str]) -> Iterator[list[str]]:
    run = list(folios[:1])
    for before, folio in pairwise(folios):
        if before.isdigit() and folio.isdigit() and int(folio) == int(before) + 1:
            run.append(folio)
        else:
            yield run
            run = [folio]
    if run:
        yield run
