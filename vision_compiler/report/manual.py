"""The manual of all codes that a finding can bear: one page each, and the list of them by family."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from vision_compiler.diagnostics import Severity
from vision_compiler.rules import RULES
from vision_compiler.wording import FAMILIES, MISTAKES, letters


@dataclass(frozen=True, slots=True)
class Page:
    """What the manual says of a code."""

    code: str
    severity: Severity
    title: str
    text: str
    is_waivable: bool = False

    @property
    def letters(self) -> str:
        return letters(self.code)

    @property
    def family(self) -> str:
        """What the code's family is about; its letters where nobody has said it."""
        return FAMILIES.get(self.letters, self.letters)


def manual() -> dict[str, Page]:
    """A page per code, family by family: mistakes of writing first, then the rules."""
    mistakes = [
        Page(code, Severity.WARNING if mistake.is_warning else Severity.ERROR, mistake.title, mistake.manual)
        for code, mistake in MISTAKES.items()
    ]
    rules = [Page(rule.code, rule.severity, rule.title, rule.manual, rule.is_waivable) for rule in RULES.values()]
    return {page.code: page for page in sorted([*mistakes, *rules], key=_place)}


def _place(page: Page) -> tuple[int, str]:
    families = list(FAMILIES)
    return families.index(page.letters) if page.letters in families else len(families), page.code


def families() -> Iterator[tuple[str, list[Page]]]:
    """The heading of each family with its pages."""
    for (family, short), pages in groupby(manual().values(), lambda page: (page.family, page.letters)):
        yield f"{family}（{short}）", list(pages)


def page_text(page: Page) -> str:
    """A page as ``vision explain`` prints it."""
    head = f"{page.code} {page.title}\n重さ: {page.severity.value}\n分類: {page.family}\n\n{page.text}"
    return f"{head}\n\n{_waiver(page.code)}" if page.is_waivable else head


def _waiver(code: str) -> str:
    return f"理由があってそのままにするときは、その項目に waive: [{{rule: {code}, reason: 理由}}] と書きます。"


def list_text() -> str:
    """All codes, by family, with severity and title."""
    blocks = [
        "\n".join([heading, *(f"  {page.code}  {page.severity.value}  {page.title}" for page in pages)])
        for heading, pages in families()
    ]
    return "\n\n".join([*blocks, "「vision explain 番号」で、それぞれの説明を見られます。"])


def in_one_line(text: str) -> str:
    """A docstring without its line breaks, which mean nothing in Japanese."""
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")
