"""A validator error with its place, and what could stand there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from vision_compiler.source import Empty

#: What a value may look like, by its title, or by its key where all titles of the key mean the same; messages show the
#: first one, editors all of them. A quoted one is quoted in the file, too.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "id": ("learning-support", "health-checkup"),
    "name": ("講座の参加者数",),
    "text": ("学びの支援",),
    "title": ("学びを広げる",),
    "unit": ("人", "％"),
    "date": ('"2024-02"',),
    "code": ('"011002"',),
    "start": ("2024", "2028"),
    "end": ("2031", "2035"),
    "years": ("3", "4"),
    "review_after": ("4", "5"),
    "at": ('"2024-01-01"', "2040", "2070"),
    "value": ("258500", "1.36"),
    "策定時実績値": ("17.9", "－", "[79.9, 66.3]"),
    "targets": ("{2027: 20.0, 2031: 25.0}", "{2027: [81.0, 67.0], 2031: [83.0, 68.0]}"),
    "target_years": ("[2027, 2031]", "[2028, 2032]"),
    "内訳": ("[小学校, 中学校]", "[男性, 女性]"),
    "関連するSDGsの目標": ("[3, 4]", "未定"),
    "関連する分野": ("[learning, safety]", "未定"),
    "もとになる二つの値": (
        "[population.outlook.2070, population.estimate.2070]",
        "[population.actual.2020, population.estimate.2040]",
    ),
    "通る数値": (
        "[population.actual.2020, population.estimate.2070]",
        "[population.actual.2020, population.estimate.2040, population.estimate.2070]",
    ),
    "gap": ("avoided.2070", "avoided.2040"),
    "引用する項目のid": ("guideline-learning", "stance-cooperation"),
    "highlight": ("learning-support", "health-checkup"),
    "reading": ("あいしーてぃー", "しょうしか"),
    "mark": ("◆", "○"),
    "chapter_label": ("第○章", "第○節"),
    "時期": ("2022年７月", "2022年７月～９月"),
    "postal_code": ("100-0001", "060-0001"),
    "phone": ("03-0000-0000", "011-000-0000"),
    "rule": ("FACT005", "PAM003"),
    "stage": ("策定",),
    "kind": ("vision（ほかに structure、strategy-map、system、layers、period、population、backcasting）",),
}


#: Examples for messages only, by title, where those of the key would not fit.
_SPECIAL = {
    "名称": "企画課",
    "自治体名": "みほん市",
    "発行者名": "みほん市役所 企画課",
    "計画名": "みほん市総合計画",
    "説明": "説明の文",
    "抜粋の文": "抜き出す文",
    "できごと": "計画の策定",
    "指針の文": "学び合うまち",
    "題名": "学びを広げる",
}


def examples_of(key: str, title: str) -> tuple[str, ...]:
    """What the value of a key may look like, as it is written in the file."""
    return EXAMPLES.get(title) or EXAMPLES.get(key, ())


class Problem(NamedTuple):
    """A validator error with what is known of its place; ``is_entry`` if it is about an entry of the key's list."""

    key: str
    title: str
    value: Any
    context: Mapping[str, Any]
    is_entry: bool = False

    @property
    def name(self) -> str:
        """The key with its Japanese title, as messages say it."""
        return f"「{self.key}」（{self.title}）" if self.title and self.title != self.key else f"「{self.key}」"

    @property
    def example(self) -> str:
        """What may stand there; … where nothing is known."""
        return _SPECIAL.get(self.title) or next(iter(examples_of(self.key, self.title)), "…")


def shown(value: Any) -> str:
    """A value as the author wrote it, in few words."""
    if isinstance(value, bool):
        return "「true」" if value else "「false」"
    if isinstance(value, Empty) or value is None:
        return "空"
    if isinstance(value, dict | list):
        return "一覧" if isinstance(value, list) else "「キー: 値」の組"
    text = " ".join(str(value).split())
    return f"「{text[:30]}…」" if len(text) > 30 else f"「{text}」"
