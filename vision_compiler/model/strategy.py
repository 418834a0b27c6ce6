"""strategies/*.yaml: a 重点戦略 with its 数値目標 and its measures (施策), their 主な取組 and KPI."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainValidator, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from vision_compiler.model.base import ID_PATTERN, Id, IndicatorName, Item, Line, Prose, Words, Year
from vision_compiler.model.values import UNDECIDED_WORD, UNKNOWN_WORD, IndicatorValue, Undecided, Unknown

Better = Literal["up", "down", "keep"]


_WORDS: dict[str, Undecided | Unknown] = {UNDECIDED_WORD: Undecided(), UNKNOWN_WORD: Unknown()}


def _goals(value: Any) -> tuple[int, ...] | Undecided | Unknown:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if not isinstance(value, list) or not value:
        raise PydanticCustomError("goals", "not a list", {"wrong": ""})
    for index, goal in enumerate(value):
        if type(goal) is not int or not 1 <= goal <= 17:
            raise PydanticCustomError("goals", "not a goal", {"wrong": f"「{goal}」は1から17までの番号ではありません"})
        if goal in value[:index]:
            raise PydanticCustomError("goals", "a goal twice", {"wrong": f"「{goal}」が二度あります"})
    return tuple(value)


_GOALS_SCHEMA = {
    "type": ["array", "string"],
    "oneOf": [
        {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 17}, "minItems": 1},
        {"enum": [UNDECIDED_WORD, UNKNOWN_WORD]},
    ],
}
Goals = Annotated[tuple[int, ...] | Undecided | Unknown, PlainValidator(_goals), WithJsonSchema(_GOALS_SCHEMA)]


def _field_ids(value: Any) -> tuple[str, ...] | Undecided | Unknown:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if not isinstance(value, list) or not value or not all(_is_id(entry) for entry in value):
        raise PydanticCustomError("field_ids", "not a list of ids")
    return tuple(value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(ID_PATTERN, value) is not None


_FIELD_IDS_SCHEMA = {
    "type": ["array", "string"],
    "oneOf": [
        {"type": "array", "items": {"type": "string", "pattern": ID_PATTERN}, "minItems": 1},
        {"enum": [UNDECIDED_WORD, UNKNOWN_WORD]},
    ],
}
FieldIds = Annotated[
    tuple[str, ...] | Undecided | Unknown, PlainValidator(_field_ids), WithJsonSchema(_FIELD_IDS_SCHEMA)
]


class Indicator(Item):
    """指標: what is measured, in which unit, from which baseline to which target."""

    LABEL: ClassVar[str] = "指標"
    name: IndicatorName = Field(title="指標名", description="何を測るか。【累計】や単位は書かない")
    note: Words | None = Field(None, title="注", description="表の下に★の注として印刷する説明")
    note_after: Words | None = Field(
        None, title="注の位置", description="指標名のうち、その後に★が付く言葉。書かなければ末尾"
    )
    cumulative: StrictBool = Field(False, title="累計", description="true なら、指標名に累計の印を付けて印刷する")
    unit: Words | None = Field(None, title="単位", description="値の後に印刷する単位")
    better: Better = Field("up", title="望ましい方向", description="up（増える）・down（減る）・keep（保つ）")
    parts: tuple[Words, ...] = Field((), title="内訳", description="小学校・中学校のような内訳の名前")
    parts_inline: StrictBool = Field(
        False, title="内訳を指標名に続けて印刷する", description="true なら、内訳の名前を指標名の後に印刷する"
    )
    baseline: IndicatorValue = Field(title="策定時実績値")
    targets: dict[Year, IndicatorValue] = Field(
        title="目標値",
        description="年度ごとの目標値",
        min_length=1,
        json_schema_extra={"propertyNames": {"title": "年度", "pattern": "^(19|20|21)[0-9]{2}$"}},
    )
    owner: Words | None = Field(None, title="担当課", description="値が未定のときに、だれが決めるか")
    source: Words | None = Field(None, title="出典", description="値の出典")
    formula: Words | None = Field(None, title="算出方法", description="値の計算のしかた")


class Initiative(Item):
    """主な取組."""

    LABEL: ClassVar[str] = "取組"
    text: Line = Field(title="取組の名称", description="一行で書く。用語は [[ ]] で囲む")
    summary: Words | None = Field(None, title="概要版での名称", description="概要版だけ短くするときに書く")
    summary_of: Words | None = Field(
        None, title="概要版での名称のもと", description="summary を決めたときの名称。名称が変わると注意が出る"
    )


class Measure(Item):
    """施策: a part of a strategy."""

    LABEL: ClassVar[str] = "施策"
    title: Words = Field(title="施策名", description="番号は書かない。順番から付く")
    direction: Prose = Field(title="基本的な方向性", description="一行に一文。空行で段落を分ける")
    highlight: Id | None = Field(None, title="概要版に載せる取組", description="この施策の取組のid")
    initiatives: tuple[Initiative, ...] = Field(
        title="主な取組", description="この施策の取組を、印刷する順に", min_length=1
    )
    kpis: tuple[Indicator, ...] = Field(title="KPI", description="この施策の進み具合を測る指標", min_length=1)
    kpis_remark: Line | None = Field(None, title="KPIの表の下の文", description="表の下に印刷する文")
    sdgs: Goals | None = Field(None, title="関連するSDGsの目標", description="1～17の番号の一覧、未定、または不詳")
    fields: FieldIds | None = Field(None, title="関連する分野", description="分野のidの一覧、未定、または不詳")


class Strategy(Item):
    """重点戦略."""

    LABEL: ClassVar[str] = "重点戦略"
    title: Words = Field(title="戦略名", description="番号は書かない。plan.yaml の順番から付く")
    effect: Prose | None = Field(None, title="効果", description="この戦略で期待する効果")
    direction: Prose = Field(title="基本的な方向性", description="一行に一文。空行で段落を分ける")
    dxgx: tuple[Line, ...] = Field(
        (), title="デジタル化・脱炭素化の取組", description="この戦略で進めるデジタル化・脱炭素化の取組を一つずつ"
    )
    target_indicators: tuple[Indicator, ...] = Field((), title="数値目標", description="この戦略全体の目標を測る指標")
    targets_remark: Line | None = Field(None, title="数値目標の表の下の文", description="表の下に印刷する文")
    measures: tuple[Measure, ...] = Field(title="施策", description="この戦略の施策を、印刷する順に", min_length=1)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """数値目標 of the strategy, then the KPI of its measures."""
        return (*self.target_indicators, *(kpi for measure in self.measures for kpi in measure.kpis))
