"""The command line: arguments → one call → report → exit code (0 clean, 1 the plan has errors, 2 usage or machine)."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from unicodedata import normalize

import typer
from typer.exceptions import TyperException

from vision_compiler.diagnostics import ProjectError
from vision_compiler.interrupts import stop
from vision_compiler.project import (
    append,
    find_plan,
    given_plan,
    output_folder,
    project_folder,
    read_plan,
    repository_folder,
)
from vision_compiler.writing import one_at_a_time, reason_of, write_whole

# The rest is loaded by the command that needs it.
if TYPE_CHECKING:
    from vision_compiler.building import Made, Verified
    from vision_compiler.pipeline import Analysis
    from vision_compiler.report.formats import Format
    from vision_compiler.typeset.printing import PrintRun


def _print_help(context: typer.Context, is_asked: bool) -> None:
    if is_asked:
        from vision_compiler.usage import help_text  # noqa: PLC0415

        _say(help_text(context))
        raise typer.Exit


Help = Annotated[
    bool,
    typer.Option("--help", is_eager=True, callback=_print_help, help="この説明を表示します。", show_default=False),
]
PlanFolder = Annotated[
    Path | None,
    typer.Option("--plan", metavar="フォルダー", help="plan.yaml のあるフォルダー（書かなければ近くから探します）"),
]
FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="形式",
        help="結果の形式。text、json、github、sarif のどれか（書かなければ text）",
        show_default=False,
    ),
]
Code = Annotated[str | None, typer.Argument(metavar="番号", help="指摘の番号（書かなければ一覧を示します）")]
Documents = Annotated[list[str] | None, typer.Argument(metavar="文書", help="作る文書のid（書かなければ全て）")]
Bleed = Annotated[
    str | None,
    typer.Option("--bleed", metavar="長さ", help="印刷所に渡すPDFの塗り足し。3mm のように書きます", show_default=False),
]
Proof = Annotated[
    bool,
    typer.Option(
        "--proof",
        help="校正用に、文を書いたファイルと行を余白に示します（build/proof に作ります）",
        show_default=False,
    ),
]
Cmyk = Annotated[bool, typer.Option("--cmyk", help="印刷所に渡すPDFの色をCMYKにします（ICCプロファイルは含みません）")]
WithoutBom = Annotated[
    bool,
    typer.Option(
        "--no-bom",
        help="CSVの始めに、文字コードの印（BOM）を付けません（付けないと、Excel では文字が化けることがあります）",
        show_default=False,
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="文書ごとに、行の端や字間などを測った結果も示します", show_default=False),
]
Verify = Annotated[
    bool,
    typer.Option(
        "--verify",
        help="作る代わりに、build にあるものが、初めから作り直したものと同じかどうかを確かめます",
        show_default=False,
    ),
]
OldPlan = Annotated[
    str, typer.Argument(metavar="旧", help="古い方の計画。フォルダーか、Gitの版（v1.0、HEAD~3、main:plan など）")
]
NewPlan = Annotated[str | None, typer.Argument(metavar="新", help="新しい方の計画（書かなければ、今の計画）")]
TableFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="形式",
        help="text、md、json、html、pdf、xlsx のどれか（書かなければ text）",
        show_default=False,
    ),
]
TableFile = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="ファイル", help="書き出すファイル（html、pdf、xlsx は、書かなければ build に作ります）"
    ),
]
WithPages = Annotated[
    bool, typer.Option("--pages", help="文書を組んで、何ページかも示します（時間がかかります）", show_default=False)
]
AsErrata = Annotated[bool, typer.Option("--errata", help="正誤表（誤・正）として作ります", show_default=False)]
OnlyDocuments = Annotated[
    bool,
    typer.Option(
        "--documents", help="表の代わりに、作り直す文書とページを示します（時間がかかります）", show_default=False
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="全ての行に書く理由", show_default=False)]
Reasons = Annotated[
    Path | None,
    typer.Option("--reasons", metavar="ファイル", help="項目のidごとの理由を「id: 理由」と書いたYAMLファイル"),
]
Port = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="番号",
        min=1,
        max=65535,
        help="使うポートの番号（書かなければ 8000 から、空いている番号）",
        show_default=False,
    ),
]

_INTERRUPTED = 130
#: How many bytes GitHub takes for the summary of a step.
_STEP_SUMMARY = 1024 * 1024

app = typer.Typer(add_completion=False, rich_markup_mode=None, add_help_option=False, pretty_exceptions_enable=False)
build_app = typer.Typer(rich_markup_mode=None, add_help_option=False)
app.add_typer(build_app, name="build")


@app.callback(add_help_option=False)
def vision(_help: Help = False) -> None:
    """総合計画のYAMLを検査し、冊子のPDFを作ります。"""


@build_app.callback(add_help_option=False)
def build_group(_help: Help = False) -> None:
    """文書を作ります。"""


@app.command("check", add_help_option=False)
def check_command(plan: PlanFolder = None, format: FormatName = "text", _help: Help = False) -> int:
    """計画のYAMLを検査し、誤りの場所と直し方を示します。"""
    from vision_compiler.report.formats import Format, formatted  # noqa: PLC0415

    chosen = _format(format)
    folder, analysis = _analysed(plan)
    shown = _in_repository(folder) if chosen.is_of_repository else _shown(folder)
    _say(formatted(chosen, analysis.diagnostics, analysis.sources, shown))
    if chosen is Format.GITHUB:
        _add_to_step_summary(analysis, shown)
    return 0 if analysis.plan else 1


@app.command("explain", add_help_option=False)
def explain_command(code: Code = None, _help: Help = False) -> int:
    """指摘の番号の意味と、直すときに見る所を示します。"""
    from vision_compiler.report.manual import list_text, manual, page_text  # noqa: PLC0415
    from vision_compiler.wording import did_you_mean  # noqa: PLC0415

    pages = manual()
    page = pages.get(normalize("NFKC", code).strip().upper()) if code else None
    if code and not page:
        help = did_you_mean(code, pages, "「vision explain」で一覧を見られます。")
        raise ProjectError(f"「{code}」という番号の指摘はありません", help)
    _say(page_text(page) if page else list_text())
    return 0


@build_app.command("pdf", add_help_option=False)
def pdf_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    documents: Documents = None,
    plan: PlanFolder = None,
    bleed: Bleed = None,
    cmyk: Cmyk = False,
    verbose: Verbose = False,
    proof: Proof = False,
    is_verified: Verify = False,
    _help: Help = False,
) -> int:
    """文書のPDFを build フォルダーに作ります。印刷所に渡すPDF（--bleed、--cmyk）は build/print に作ります。"""
    from vision_compiler.building import build, verify  # noqa: PLC0415

    folder = _folder(plan)
    run = _proof(folder, bleed, cmyk) if proof else _print_run(bleed, cmyk)
    with _in_turn(folder):
        if is_verified:
            return _told_same(folder, verify(folder, documents or [], _progress, run))
        made = build(folder, documents or [], _progress, run)
    status = _told(folder, made)
    if verbose:
        _tell_typography(made)
    return status


@build_app.command("html", add_help_option=False)
def html_command(
    plan: PlanFolder = None, proof: Proof = False, is_verified: Verify = False, _help: Help = False
) -> int:
    """計画のウェブ版（ウェブサイトとオープンデータ）を build/html フォルダーに作ります。"""
    from vision_compiler.website import build_site, verify_site  # noqa: PLC0415

    with _in_turn(folder := _folder(plan)):
        run = _proof(folder) if proof else None
        if is_verified:
            return _told_same(folder, verify_site(folder, _progress, run))
        built = build_site(folder, _progress, run)
    status = _told(folder, built.made, "ウェブ版")
    if built.without and not status:
        titles = "".join(f"「{title}」" for title in built.without)
        typer.echo(f"{titles}のPDFは、今の計画から作ったものがないため、載せていません。", err=True)
        typer.echo("「vision build pdf」の後に、もう一度実行すると載ります。", err=True)
    return status


@build_app.command("data", add_help_option=False)
def data_command(
    plan: PlanFolder = None, no_bom: WithoutBom = False, is_verified: Verify = False, _help: Help = False
) -> int:
    """オープンデータ（CSV、JSON、Excel、StratML など）を build/data フォルダーに作ります。"""
    from vision_compiler.data_folder import build_data, verify_data  # noqa: PLC0415

    with _in_turn(folder := _folder(plan)):
        if is_verified:
            return _told_same(folder, verify_data(folder, _progress, has_bom=not no_bom))
        made = build_data(folder, _progress, has_bom=not no_bom)
    if made.failed:
        return _refused(folder, made.failed, "オープンデータ")
    for path, title, form in made.files:
        _say(f"{_shown(path)}（{title}、{form}）")
    _tell_notices(made.notices)
    return 0


@build_app.command("report", add_help_option=False)
def report_command(plan: PlanFolder = None, _help: Help = False) -> int:
    """どの数値・名称・短い文が、どの文書の何ページにあるかの一覧を作ります。"""
    from vision_compiler.building import build_report  # noqa: PLC0415

    with _in_turn(folder := _folder(plan)):
        made = build_report(folder, _progress)
    return _told(folder, made)


def _told(folder: Path, made: "Made", what: str = "PDF") -> int:
    """Say what was made, or why nothing was."""
    if made.failed:
        return _refused(folder, made.failed, what)
    for path, title, pages in made.files:
        remark = f"、{made.remark}" if made.remark else ""
        _say(f"{_shown(path)}（{title}、{pages}ページ{remark}）")
    _tell_notices(made.notices)
    return 0


def _refused(folder: Path, failed: "Analysis", what: str) -> int:
    """Say why nothing was made."""
    from vision_compiler.report.text import report  # noqa: PLC0415

    typer.echo(report(failed.diagnostics, failed.sources, _shown(folder)), err=True)
    typer.echo(f"{what}は作りませんでした。上の誤りを直してから、もう一度実行してください。", err=True)
    return 1


def _tell_notices(notices: str) -> None:
    if notices:
        typer.echo(f"{notices}があります。「vision check」で見られます。", err=True)


def _told_same(folder: Path, verified: "Verified") -> int:
    """Say of every output whether it would come out the same, and otherwise why not."""
    if verified.failed:
        return _refused(folder, verified.failed, "比べるもの")
    different = [each for each in verified.checks if each.reasons]
    for each in different:
        _say(f"× {_shown(verified.folder / each.name)}")
        for reason in each.reasons:
            _say(f"    {reason}。")
    if different:
        _say(f"{len(verified.checks)}個のうち{len(different)}個が、初めから作り直したものと違います。")
        return 1
    _say(f"{len(verified.checks)}個とも、初めから作り直したものと、1バイトも違いません。")
    return 0


@contextmanager
def _in_turn(folder: Path) -> Iterator[None]:
    """One build at a time; the next one finds done what it need not do again."""
    waiting = "同じ計画の作成がほかで動いているので、終わるまで待ちます（待たないときは Ctrl と C を同時に押します）。"
    with one_at_a_time(output_folder(folder) / ".cache" / "lock", lambda: typer.echo(waiting, err=True)):
        yield


def _tell_typography(made: "Made") -> None:
    """Say how every output is set."""
    from vision_compiler.building import inspections  # noqa: PLC0415
    from vision_compiler.report.typography import typography  # noqa: PLC0415

    for title, found, panels in inspections(made, _progress):
        _say(f"\n{title}\n{typography(found, panels)}")


@app.command("serve", add_help_option=False)
def serve_command(plan: PlanFolder = None, port: Port = 8000, _help: Help = False) -> int:
    """印刷されるページをブラウザーに出し、YAMLを保存するたびに新しくします。"""
    from vision_compiler.preview import serve  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.default_int_handler)  # the end of it is not the end of us
    serve(_folder(plan), port, _say)
    return 0


@app.command("diff", add_help_option=False)
def diff_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: OldPlan,
    new: NewPlan = None,
    plan: PlanFolder = None,
    format: TableFormat = "text",
    output: TableFile = None,
    pages: WithPages = False,
    errata: AsErrata = False,
    documents: OnlyDocuments = False,
    reason: Reason = "",
    reasons: Reasons = None,
    _help: Help = False,
) -> int:
    """二つの計画を比べ、新旧対照表や正誤表を作ります。"""
    from vision_compiler.comparing import Asked, make_table  # noqa: PLC0415
    from vision_compiler.comparison.formats import Format  # noqa: PLC0415
    from vision_compiler.comparison.text import unstyled  # noqa: PLC0415

    chosen = Format(_known(format, [each.value for each in Format]))
    folder = _folder(plan)
    made = make_table(folder, Asked(old, new, chosen, pages, errata, documents, reason, reasons), _progress)
    for message, help in made.failures:
        _tell_error(message, help)
    if made.failures:
        return 1
    if output is None and chosen.is_file and not documents:
        output = output_folder(folder) / f"{'errata' if errata else 'comparison'}.{chosen.value}"
    if output is None:
        _say(made.content)
    else:
        content = made.content
        write_whole({output: content if isinstance(content, bytes) else f"{unstyled(content)}\n".encode()})
        _say("。".join(filter(None, (f"{_shown(output)} を書きました", made.summary))).removesuffix("。") + "。")
    return 0


@app.command("schema", add_help_option=False)
def schema_command(plan: PlanFolder = None, _help: Help = False) -> int:
    """YAMLを書くエディタのための定義（JSON Schema）を schemas フォルダーに作ります。"""
    from vision_compiler.schema import schemas  # noqa: PLC0415

    target = project_folder(_folder(plan)) / "schemas"
    files = schemas()
    write_whole({target / name: text.encode() for name, text in files.items()})
    _say(f"{_shown(target)} に{len(files)}個のファイルを書きました。")
    return 0


@app.command("doctor", add_help_option=False)
def doctor_command(_help: Help = False) -> int:
    """PDFを作るのに要るものがそろっているかを調べ、足りなければ入れ方を示します。"""
    from vision_compiler.typeset.requirements import requirements  # noqa: PLC0415

    found = list(requirements())
    for requirement in found:
        _say(f"{'○' if requirement.is_met else '×'} {requirement.name}")
        if not requirement.is_met:
            _say(f"    入れ方: {requirement.remedy}")
    complete = all(requirement.is_met for requirement in found)
    _say("必要なものはそろっています。" if complete else "上の × のものを入れてから、もう一度実行してください。")
    return 0 if complete else 2


def _proof(folder: Path, bleed: str | None = None, is_cmyk: bool = False) -> "PrintRun":
    from vision_compiler.typeset.printing import PrintRun  # noqa: PLC0415

    if bleed is not None or is_cmyk:
        help = "校正用のPDFと、印刷所に渡すPDFは、別々に作ってください。"
        raise ProjectError("「--proof」は、「--bleed」や「--cmyk」と一緒に使えません", help)
    return PrintRun(proof=_shown(folder).as_posix())


def _print_run(bleed: str | None, is_cmyk: bool) -> "PrintRun | None":
    if bleed is None and not is_cmyk:
        return None
    from vision_compiler.typeset.printing import PrintRun, bleed_of  # noqa: PLC0415

    return PrintRun(bleed_of(bleed) if bleed is not None else 0.0, is_cmyk)


def _folder(plan: Path | None) -> Path:
    return given_plan(plan) if plan else find_plan(Path.cwd())


def _analysed(plan: Path | None) -> tuple[Path, "Analysis"]:
    from vision_compiler.pipeline import analyse  # noqa: PLC0415

    folder = _folder(plan)
    analysis = analyse(read_plan(folder))
    gc.freeze()
    gc.enable()  # layout makes garbage
    return folder, analysis


def _format(name: str) -> "Format":
    from vision_compiler.report.formats import Format  # noqa: PLC0415

    return Format(_known(name, [format.value for format in Format]))


def _known(name: str, known: list[str]) -> str:
    """The name of a format that there is."""
    from vision_compiler.wording import did_you_mean  # noqa: PLC0415

    if name not in known:
        raise ProjectError(f"「--format」に「{name}」は使えません", did_you_mean(name, known))
    return name


def _tell_error(message: str, help: str) -> None:
    """The fact and the remedy. Names of files are shown in them, which may hold anything."""
    from vision_compiler.report.text import visible  # noqa: PLC0415

    typer.echo(f"エラー: {visible(message)}", err=True)
    if help:
        typer.echo(f"  直し方: {visible(help)}", err=True)


def _shown(path: Path) -> Path:
    """The path as a user would type it: relative to where they are, if it lies below."""
    path = path.resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _in_repository(folder: Path) -> Path:
    """The path as GitHub names it: relative to the root of the repository; without one, as a user would type it."""
    root = repository_folder(folder)
    return folder.relative_to(root) if root else _shown(folder)


def _add_to_step_summary(analysis: "Analysis", folder: Path) -> None:
    """The complete report on the step's page, because GitHub shows only ten annotations of a kind."""
    if name := os.environ.get("GITHUB_STEP_SUMMARY"):
        from vision_compiler.report.markdown import markdown  # noqa: PLC0415

        target = Path(name)
        used = target.stat().st_size if target.is_file() else 0
        append(target, markdown(analysis.diagnostics, folder, _STEP_SUMMARY - used))


@contextmanager
def _progress(message: str) -> Iterator[None]:
    """A line on the terminal while something takes time; nothing in a pipe."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True, markup=False, highlight=False)
    if console.is_terminal:
        with console.status(f"{message}…"):
            yield
    else:
        yield


def _say(text: str | bytes) -> None:
    """A result; where it goes may be full."""
    try:
        typer.echo(text)
    except BrokenPipeError:  # who reads has seen enough: Typer ends quietly
        raise
    except OSError as error:
        sys.stdout = StringIO()  # what could not be written is not tried again
        raise ProjectError(f"結果を書き出せません（{reason_of(error)}）", "書き出す先を確かめてください。") from error


def main() -> None:
    """The ``vision`` command."""
    gc.disable()  # up to layout all is needed to the end, and looking through it again and again takes time
    # No plugin of pydantic has a say here; to look for them, it reads about every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        status = app(standalone_mode=False) or 0
    except ProjectError as error:
        _tell_error(error.message, error.help)
        status = 2
    except TyperException as error:
        from vision_compiler.usage import usage_error  # noqa: PLC0415

        typer.echo(f"エラー: {usage_error(error)}", err=True)
        status = 2
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if status == _INTERRUPTED:  # Typer, too, makes Ctrl-C into this number
        stop()
    sys.exit(status)
