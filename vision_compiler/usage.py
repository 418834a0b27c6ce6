"""Help and usage errors of the command line in Japanese; Typer's own are English."""

import re
from typing import Any

import typer
from typer.exceptions import TyperException

from vision_compiler.report.cells import cells
from vision_compiler.wording import did_you_mean


def help_text(context: typer.Context) -> str:
    """What --help prints: how to call the command, what it does, its sub-commands, arguments and options."""
    command = context.command
    parts = [f"使い方: {usage_line(context)}", "", *_indented(command.help or "")]
    for heading, rows in (
        ("コマンド", [(name, sub.help or "") for name, sub in getattr(command, "commands", {}).items()]),
        ("引数", [_row(param) for param in command.params if param.param_type_name == "argument"]),
        ("オプション", [_row(param) for param in command.params if param.param_type_name == "option"]),
    ):
        if rows:
            parts += ["", f"{heading}:", *_table(rows)]
    return "\n".join(parts)


def usage_line(context: typer.Context) -> str:
    """The call in one line."""
    words = [context.command_path]
    if getattr(context.command, "commands", None):
        words.append("コマンド")
    arguments = [param for param in context.command.params if param.param_type_name == "argument"]
    words += [_argument(param) for param in arguments]
    return " ".join([*words, "[オプション]"])


def _argument(param: Any) -> str:
    name = f"{_metavar(param)}{'' if param.nargs == 1 else '…'}"
    return name if param.required else f"[{name}]"


def usage_error(error: TyperException) -> str:
    """A usage error in Japanese, with the call that would be right."""
    context = getattr(error, "ctx", None)
    known = sorted(getattr(context.command, "commands", {})) if context else []
    match type(error).__name__:
        case "NoSuchOption":
            message = f"「{getattr(error, 'option_name', '')}」というオプションはありません。"
        case "MissingParameter" | "BadParameter" | "BadOptionUsage" | "BadArgumentUsage":
            param = getattr(error, "param", None)
            name = getattr(error, "option_name", None) or (_row(param)[0].partition(" ")[0] if param else "引数")
            message = f"「{name}」の値がないか、使えない値です。"
        case _:
            message = _command_error(error, known)
    hint = f"\n使い方: {usage_line(context)}\n「{context.command_path} --help」で説明を見られます。" if context else ""
    return message + hint


def _command_error(error: TyperException, known: list[str]) -> str:
    given = re.search(r"'([^']*)'", error.format_message())
    if known and given:
        return f"「{given[1]}」というコマンドはありません。{did_you_mean(given[1], known)}"
    return f"コマンドを書いてください（{'、'.join(known)}）。" if known else "引数が多すぎるか、使えない引数です。"


def _row(param: Any) -> tuple[str, str]:
    name = (
        f"{', '.join(param.opts)} {_metavar(param)}".strip() if param.param_type_name == "option" else _metavar(param)
    )
    return name, getattr(param, "help", "") or ""


def _metavar(param: Any) -> str:
    return "" if getattr(param, "is_flag", False) else str(getattr(param, "metavar", None) or "値")


def _table(rows: list[tuple[str, str]]) -> list[str]:
    column = max(cells(name) for name, _ in rows) + 2
    return [f"  {name}{' ' * (column - cells(name))}{text}" for name, text in rows]


def _indented(text: str) -> list[str]:
    return [f"  {line.strip()}" for line in text.strip().split("\n")]
