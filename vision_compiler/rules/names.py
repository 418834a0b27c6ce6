"""Rules on names of items that are typed in running text."""

import re
from collections.abc import Iterator
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
    for file in plan.files.values():
        for node, keys, text in file.texts():
            for found in named.finditer(text):
                number = int(normalize("NFKC", found["number"]))
                if number > len(plan.strategies):
                    message = f"「{label}{number}」は計画にありません（{label}は{len(plan.strategies)}つです）"
                    yield Problem(node.find(found[0], *keys), message, "番号と名前を直してください。")
                elif found["name"] != (strategy := plan.strategies[number - 1]).title:
                    yield Problem(
                        node.find(found["name"], *keys),
                        f"{label}{number}の名前は、いまは「{strategy.title}」です",
                        f"「{found['name']}」を「{strategy.title}」に直してください。",
                        (Related("いまの名前", strategy.span("title")),),
                    )
