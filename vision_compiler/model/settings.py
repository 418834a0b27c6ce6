"""plan.yaml: what the plan is called, whose it is, how it is ordered and which words head its parts."""

from calendar import monthrange
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from vision_compiler.model.base import Id, Node, Words, Year
from vision_compiler.source import UnquotedScalar

#: In a document's contents, the place where all strategies stand.
STRATEGIES = "strategies"


def _real_day(value: str) -> str:
    year, month, *day = map(int, value.split("-"))
    if day and day[0] > monthrange(year, month)[1]:
        raise PydanticCustomError("no_such_day", "no such day")
    return value


def _code(value: Any) -> Any:
    if isinstance(value, int | UnquotedScalar) and not isinstance(value, bool):
        raise PydanticCustomError("unquoted", "an unquoted code", {"text": str(value)})
    return value


class Municipality(Node):
    """The municipality that the plan belongs to."""

    LABEL: ClassVar[str] = "自治体"
    name: Words = Field(title="自治体名")
    code: Annotated[str, BeforeValidator(_code), StringConstraints(strict=True, pattern=r"^[0-9]{6}$")] = Field(
        title="全国地方公共団体コード", description="検査数字を含む6桁の数字"
    )


class Period(Node):
    """First and last fiscal year."""

    LABEL: ClassVar[str] = "計画期間"
    start: Year = Field(title="初年度")
    end: Year = Field(title="最終年度")


class Publisher(Node):
    """Who publishes, as printed in the imprint."""

    LABEL: ClassVar[str] = "発行者"
    name: Words = Field(title="発行者名")
    postal_code: Words | None = Field(None, title="郵便番号")
    address: Words | None = Field(None, title="所在地")
    phone: Words | None = Field(None, title="電話番号")


class Labels(Node):
    """The words that head the parts of the plan; the defaults are the usual ones."""

    LABEL: ClassVar[str] = "見出しの言葉"
    strategy: Words = Field("重点戦略", title="重点戦略の呼び名")
    direction: Words = Field("基本的な方向性", title="方向性の見出し")
    target_indicators: Words = Field("数値目標", title="数値目標の見出し")
    kpis: Words = Field("KPI（重要業績評価指標）", title="KPIの見出し")
    initiatives: Words = Field("主な取組", title="主な取組の見出し")
    sdgs: Words = Field("SDGsの目標との関連", title="SDGsの見出し")
    indicator_name: Words = Field("指標名", title="指標名の欄の見出し")
    baseline: Words = Field("策定時実績値", title="策定時実績値の欄の見出し")
    target: Words = Field("目標値", title="目標値の欄の見出し")
    cumulative: Words = Field("【累計】", title="累計の印")
    at_least_baseline: tuple[Words, ...] = Field(
        ("策定時実績値以上",), title="実績値以上を表す言葉", description="指標の値に、数の代わりに書ける言葉"
    )
    none: Words = Field("－", title="値がないことの印")
    undecided: Words = Field("未定", title="未定の印")
    dxgx: Words | None = Field(None, title="全戦略で進めるDX・GXの表示")


class DocumentSettings(Node):
    """One publication: its title, its own period, and its chapters in order."""

    LABEL: ClassVar[str] = "文書"
    id: Literal["strategy", "pamphlet"] = Field(
        title="文書のid", description="strategy（総合戦略）または pamphlet（概要版）"
    )
    title: Words = Field(title="題名")
    period: Period | None = Field(None, title="この文書の期間", description="計画全体と違うときだけ書く")
    contents: tuple[Id, ...] = Field(
        (), title="目次", description=f"総合戦略の章のidを順に。{STRATEGIES} の位置に全ての重点戦略が入る"
    )


class Settings(Node):
    """plan.yaml as a whole."""

    LABEL: ClassVar[str] = "計画の設定"
    title: Words = Field(title="計画名")
    nickname: Words | None = Field(None, title="愛称")
    municipality: Municipality = Field(title="自治体")
    period: Period = Field(title="計画期間")
    target_years: tuple[Year, ...] = Field(title="目標年度", min_length=1)
    stage: Literal["素案", "案", "策定"] = Field(title="段階")
    date: Annotated[
        Words,
        StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"),
        AfterValidator(_real_day),
    ] = Field(title="策定・発行の年月", description='"2024-02" のように引用符で囲む')
    publisher: Publisher = Field(title="発行者")
    labels: Labels = Field(default_factory=Labels, title="見出しの言葉")
    strategies: tuple[Id, ...] = Field(
        title="重点戦略の順番", description="strategies/ のファイルのidを順に", min_length=1
    )
    fields: tuple[Id, ...] = Field((), title="分野の順番", description="fields/ のファイルのidを順に")
    documents: tuple[DocumentSettings, ...] = Field(title="作る文書", min_length=1)
