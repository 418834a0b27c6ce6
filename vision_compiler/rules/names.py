"""Rules on names of items that are typed in running text."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from unicodedata import normalize

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule


@rule("NAME001", "本文に書かれた重点戦略の名前や番号が、いまの計画と違う", Severity.WARNING)
def strategy_named_otherwise(plan: Plan) -> Iterator[Problem]:
    """本文に「重点戦略１ 学びのまちづくり」のように番号と名前を書くと、名前や順番を変えたときに
    本文だけが古いままになります。番号の戦略の、いまの名前と比べます。
    """
    label = plan.settings.labels.strategy
    named = re.compile(rf"「{re.escape(label)}(?P<number>[0-9０-９]+)[ \u3000]+(?P<name>[^「」]+)」")
    for node, keys, text in plan.texts:
        for found in named.finditer(text):
            number = int(normalize("NFKC", found["number"]))
            if not 1 <= number <= len(plan.strategies):
                message = f"「{label}{number}」は計画にありません（{label}は{len(plan.strategies)}つです）"
                yield Problem(node.find(found[0], *keys), message, "番号と名前を直してください。")
            elif found["name"] != (strategy := plan.strategies[number - 1]).title:
                yield Problem(
                    node.find(found["name"], *keys),
                    f"{label}{number}の名前は、いまは「{strategy.title}」です",
                    f"「{found['name']}」を「{strategy.title}」に直してください。",
                    (Related("いまの名前", strategy.span("title")),),
                )


@rule("NAME002", "本文に書かれた重点戦略の番号が、計画にない", Severity.WARNING)
def strategy_out_of_range(plan: Plan) -> Iterator[Problem]:
    """重点戦略が4つの計画に「重点戦略５」はありません。重点戦略を減らしたときの直し忘れです。"""
    label, count = plan.settings.labels.strategy, len(plan.strategies)
    numbered = re.compile(rf"(?<!「){re.escape(label)}(?P<number>[0-9０-９]+)")
    for node, keys, text in plan.texts:
        for found in numbered.finditer(text) if label in text else ():
            if not 1 <= int(normalize("NFKC", found["number"])) <= count:
                message = f"「{found[0]}」は計画にありません（{label}は{count}つです）"
                yield Problem(node.find(found[0], *keys), message, "番号を直してください。")


_QUOTED = re.compile(r"「([^「」\n]+)」")
#: So alike, and quoted words are meant to be the name. Shorter names are alike by chance.
_ALIKE, _SHORTEST = 0.8, 6


@rule("NAME003", "本文の「」の中の名前が、計画の項目の名前と少し違う", Severity.WARNING)
def name_slightly_off(plan: Plan) -> Iterator[Problem]:
    """本文で「」に入れた言葉が、重点戦略・施策・分野別施策の名前とほとんど同じで少しだけ違うときは、
    名前を変えた後の直し忘れか、写し間違いです。
    """
    titles = {strategy.title for strategy in plan.strategies} | {field.title for field in plan.fields}
    titles |= {measure.title for strategy in plan.strategies for measure in strategy.measures}
    titles |= {policy.title for field in plan.fields for policy in field.policies}
    alike = _Alike(sorted(titles))
    for node, keys, text in plan.texts:
        for found in _QUOTED.finditer(text):
            if meant := alike.meant(found[1]):
                message = f"「{found[1]}」は、計画の「{meant}」と少し違います"
                yield Problem(
                    node.find(found[1], *keys), message, f"「{meant}」のことなら、そのとおりに直してください。"
                )


class _Alike:
    """Names by their characters: words are compared with those names only that can be alike."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.with_character: dict[str, set[str]] = {}
        for name in names:
            for character in set(name):
                self.with_character.setdefault(character, set()).add(name)
        self.meant = cache(self._meant)

    def _meant(self, words: str) -> str | None:
        if len(words) < _SHORTEST:
            return None
        near = (name for name in sorted(self._candidates(words)) if abs(len(name) - len(words)) <= len(words) // 3)
        found = next((name for name in near if _is_alike(words, name)), None)
        return None if found and any(name in words for name in self.names) else found

    def _candidates(self, words: str) -> set[str]:
        """Names with one of the rarest third of the characters: a name without any of these shares too few."""
        having = sorted((self.with_character.get(character, set()) for character in words), key=len)
        return set().union(*having[: len(words) // 3 + 1])


def _is_alike(words: str, name: str) -> bool:
    """Whether so much of the two is the same; the cheap upper bounds are asked first."""
    matcher = SequenceMatcher(None, words, name)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
