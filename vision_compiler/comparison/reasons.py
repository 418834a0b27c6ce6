"""A file of reasons: the id of an item and why it was changed."""

from collections.abc import Collection, Mapping

from vision_compiler.diagnostics import ProjectError
from vision_compiler.source import SourceError, parse
from vision_compiler.wording import SYNTAX, did_you_mean


def read_reasons(name: str, text: bytes, ids: Collection[str]) -> Mapping[str, str]:
    """The reasons by id. Raises ``ProjectError`` for anything that is none, and for ids that no plan has."""
    try:
        source, data = parse(name, text)
    except SourceError as error:
        wording = SYNTAX.get(f"{error.kind} {error.detail}") or SYNTAX[error.kind]
        message, help = (words.replace("{0}", error.detail) for words in (wording.message, wording.help))
        start = error.span.start
        raise ProjectError(f"{name}:{start.line}:{start.column}: {message}", help) from error
    if not isinstance(data, dict) or not data:
        raise ProjectError(f"「{name}」に理由がありません", "「項目のid: 理由」を、一行に一つずつ書いてください。")
    for key, value in data.items():
        place = f"{name}:{source.line_of((key,))}"
        if key not in ids:
            help = did_you_mean(key, ids, "計画の項目の id を書いてください。")
            raise ProjectError(f"{place}: 「{key}」という id の項目は、どちらの計画にもありません", help)
        if not isinstance(value, str) or not value.strip():
            raise ProjectError(f"{place}: 「{key}」の理由が文ではありません", "理由を文で書いてください。")
    return {key: str(value).strip() for key, value in data.items()}
