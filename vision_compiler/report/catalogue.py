"""The manual as a Markdown page: ``rules/README.md``, kept fresh by a test."""

from collections.abc import Iterator

from vision_compiler.report.manual import Page, families, in_one_line

_HEAD = """\
# 指摘の一覧

`vision check` が示す番号の意味です。「エラー」があると文書は作れません。「注意」と「お知らせ」は作成を止めません。
端末では `vision explain 番号` で同じ説明を見られます。「見逃し」が○のものは、`waive` で見逃せます。

この一覧はプログラムから作られます。直すときは規則の説明文（`rules/*.py` の関数のdocstring）か
`wording/codes.py` を直し、`pytest --update-snapshots tests/test_formats.py` で作り直します。
"""


def catalogue() -> str:
    """A table for each family."""
    return "\n".join([_HEAD, *("\n".join(_section(heading, pages)) for heading, pages in families())])


def _section(heading: str, pages: list[Page]) -> Iterator[str]:
    yield from (f"## {heading}", "", "| 番号 | 重さ | 見逃し | 見つけるもの | 説明 |", "|---|---|---|---|---|")
    for page in pages:
        cells = (
            page.code,
            page.severity.value,
            "○" if page.is_waivable else "",
            _cell(page.title),
            _cell(in_one_line(page.text)),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _cell(text: str) -> str:
    """Our own words in a table: legible as source, and with every sign shown."""
    for sign in "\\`*[]|":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
