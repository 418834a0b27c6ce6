"""A word that is none of those that may stand there: what each of them means."""

import re
from typing import get_args

from vision_compiler.model.chapter import BLOCKS
from vision_compiler.model.diagrams import Diagram
from vision_compiler.wording.problem import Problem, shown
from vision_compiler.wording.words import Wording, did_you_mean, nearest


def _meanings_of_insertions() -> dict[str, str]:
    described = BLOCKS["insert"].model_fields["insert"].description or ""
    return dict(re.findall("([a-z]+)（([^）]+)）", described))


def _meanings_of_diagrams() -> dict[str, str]:
    fields = [model.model_fields["kind"] for model in get_args(get_args(Diagram)[0])]
    return {get_args(field.annotation)[0]: str(field.description) for field in fields}


#: The words of a key, and what they stand for.
MEANINGS = {"insert": _meanings_of_insertions(), "kind": _meanings_of_diagrams()}


def choice(p: Problem) -> Wording:
    """None of the words that may stand there."""
    expected = str(p.context.get("expected", p.context.get("expected_tags", "")))
    choices = [entry.strip(" '") for entry in expected.replace(" or ", ",").split(",")]
    value = p.value.get("kind", "") if isinstance(p.value, dict) else p.value
    message = f"{p.name}に{shown(value)}は書けません"
    if isinstance(value, list) and p.key != "insert":
        return Wording("SHAPE008", message, "一つだけ、[ ] を付けずに書いてください。")
    if isinstance(value, list):
        lines = "".join(f"「- {p.key}: {entry}」" for entry in value[:3])
        return Wording("SHAPE008", message, f"一つずつ、{lines}のように行を分けて書いてください。")
    meanings = {word: MEANINGS[p.key][word] for word in choices if word in MEANINGS.get(p.key, {})}
    if not meanings:
        return Wording("SHAPE008", message, did_you_mean(str(value), choices))
    return Wording("SHAPE008", message, _meant(str(value), meanings))


def _meant(value: str, meanings: dict[str, str]) -> str:
    meant = [word for word, meaning in meanings.items() if value and (value in meaning or meaning in value)]
    if len(meant) == 1:
        return f"{meanings[meant[0]]}なら、英語で {meant[0]} と書いてください。"
    if near := nearest(value, meanings):
        return f"「{near}」（{meanings[near]}）の書き間違いではありませんか。"
    return with_meanings(meanings)


def with_meanings(meanings: dict[str, str]) -> str:
    """What may be written, with what it means."""
    return f"書けるのは {'、'.join(f'{word}（{meaning}）' for word, meaning in meanings.items())}です。"
