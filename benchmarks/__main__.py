"""`python -m benchmarks`: writes the content, measures in pairs, prints the tables."""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.book import Book
from benchmarks.pairs import Bench, Results, chosen
from benchmarks.report import CHART, Table, conditions, document, growth, of_size
from benchmarks.tools import TOOLS

SIZES = (30, 100, 300, 1000)
#: From this size on, fewer pairs: runs are long, and their noise is small.
LARGE = 300
DOCS = Path(__file__).parents[1] / "docs"


def main() -> int:
    """Measure at every size, smallest first."""
    asked = _arguments()
    tools = chosen(asked.tools)
    pairs = {size: asked.pairs or (5 if size < LARGE else 3) for size in sorted(asked.pages)}
    counts = "、".join(f"{size:,}ページは{count}組" for size, count in pairs.items())
    print(*conditions(tools, counts), sep="\n", flush=True)
    folder = Path(asked.keep or mkdtemp(prefix="benchmarks-"))
    measured: list[Results] = []
    try:
        for size, count in pairs.items():
            book = Book(folder.resolve() / str(size), size)
            book.write()
            bench = Bench(tools, count, asked.limit, _say)
            measured.append(bench.results(book, measured[-1] if measured else None))
            print(f"\n{size:,}ページ", *of_size(measured[-1], tools, Table.text), sep="\n\n", flush=True)
            if asked.write:  # after every size, so that a long run that is stopped has said something
                _write(measured, document(measured, tools, counts), growth(measured, tools))
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if any(results.compared for results in measured) else 1


def _arguments() -> argparse.Namespace:
    ids = [tool.id for tool in TOOLS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="同じ内容を組み、組ごとの比を測ります。")
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES, metavar="数", help="ページ数")
    parser.add_argument("--tools", nargs="+", choices=ids, metavar="名", help=f"{'、'.join(ids)}。最初のものが基準")
    parser.add_argument("--pairs", type=int, metavar="数", help="組の数（書かなければ5、300ページからは3）")
    parser.add_argument("--limit", type=float, default=600, metavar="秒", help="一度に待つ時間（書かなければ600）")
    parser.add_argument("--keep", metavar="フォルダー", help="作ったものを残す所（書かなければ消します）")
    parser.add_argument("--write", action="store_true", help="docs/benchmarks.md と図を書きます")
    return parser.parse_args()


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def _write(measured: list[Results], page: str, picture: str) -> None:
    DOCS.mkdir(exist_ok=True)
    (DOCS / "benchmarks.md").write_text(page, encoding="utf-8")
    (DOCS / CHART).write_text(picture, encoding="utf-8")
    _say(f"docs/benchmarks.md（{len(measured)}つの大きさ）")


if __name__ == "__main__":
    sys.exit(main())
