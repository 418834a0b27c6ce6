"""plan.yaml: what the plan is called, whose it is, how it is ordered and which words head its parts."""

from calendar import monthrange
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from vision_compiler.model.base import Id, Item, Node, Prose, Waivable, Words, Year
from vision_compiler.source import UnquotedScalar

Stage = Literal["素案", "案", "策定"]
#: A month, or a day.
DATE_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"
#: The stage of a plan that is settled: nothing in it may be undecided.
FINAL = "策定"
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
    name: Words = Field(title="自治体名", description="市町村の正式な名称")
    code: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{6}$"), BeforeValidator(_code)] = Field(
        title="全国地方公共団体コード", description="検査数字を含む6桁の数字"
    )


class Period(Node):
    """First and last fiscal year."""

    LABEL: ClassVar[str] = "計画期間"
    start: Year = Field(title="初年度", description="計画が始まる年度（西暦４桁）")
    end: Year = Field(title="最終年度", description="計画が終わる年度（西暦４桁）")


class Publisher(Node):
    """Who publishes, as printed in the imprint."""

    LABEL: ClassVar[str] = "発行者"
    name: Words = Field(title="発行者名", description="奥付に印刷する名称")
    postal_code: Words | None = Field(None, title="郵便番号", description="半角の数字とハイフン")
    address: Words | None = Field(None, title="所在地", description="奥付に印刷する所在地")
    phone: Words | None = Field(None, title="電話番号", description="半角の数字とハイフン")


class Labels(Node):
    """The words that head the parts of the plan; the defaults are the usual ones."""

    LABEL: ClassVar[str] = "見出しの言葉"
    strategy: Words = Field("重点戦略", title="重点戦略の呼び名")
    direction: Words = Field("基本的な方向性", title="方向性の見出し")
    effect: Words = Field("効果", title="効果の見出し")
    strategy_dxgx: Words = Field("デジタル化・脱炭素化の取組", title="重点戦略のDX・GXの取組の見出し")
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
    undecided_goals: Words | None = Field(
        None, title="SDGsの目標が未定のときの文", description="書かなければ、未定の印を印刷する"
    )
    undecided_definition: Words = Field("未定", title="用語の解説が未定のときの文")
    unknown: Words = Field("不詳", title="分からないことの印")
    missing: Words = Field("（この部分の内容は、もとになる資料にありません。）", title="内容を載せられない部分の文")
    missing_figure: Words = Field(
        "（図は、もとになる資料から取り出せません。）", title="素案で、載せられない図の枠の文"
    )
    note: Words = Field("※", title="用語の注の印")
    field: Words = Field("分野", title="分野の呼び名")
    policy: Words = Field("施策", title="分野別施策の欄の見出し")
    policy_dxgx: Words = Field("デジタル化・脱炭素化の主な取組", title="分野別施策のDX・GXの欄の見出し")
    term: Words = Field("用語", title="用語の欄の見出し")
    measure: Words = Field("施策", title="重点戦略の施策の欄の見出し")
    place: Words = Field("場所", title="未定の一覧の、場所の欄の見出し")
    item: Words = Field("項目", title="未定の一覧の、項目の欄の見出し")
    what: Words = Field("決まっていないもの", title="未定の一覧の、内容の欄の見出し")
    owner: Words = Field("担当", title="未定の一覧の、担当の欄の見出し")
    definition: Words = Field("用語の解説", title="用語の解説の呼び名")
    figure: Words = Field("図の内容", title="図の呼び名")
    page: Words = Field("ページ", title="ページの欄の見出し")
    review: Words = Field("見直し", title="見直しの言葉")
    yearly_review: Words = Field("毎年度見直し", title="毎年度の見直しの言葉")
    dxgx: Words | None = Field(
        None, title="全戦略で進めるDX・GXの表示", description="図の中で、全ての戦略で進めることを示す言葉"
    )


class Style(Node):
    """House style that the rules keep an eye on; what is not said is not checked."""

    LABEL: ClassVar[str] = "表記の決まり"
    digits: Literal["one-wide", "half"] | None = Field(
        None,
        title="数字の幅",
        description="one-wide（１桁は全角、２桁以上は半角）か half（全て半角）。書かなければ調べない",
    )


class ComparisonStyle(Node):
    """How 新旧対照表 and 正誤表 look; offices differ, the defaults are the usual ones."""

    LABEL: ClassVar[str] = "新旧対照表の体裁"
    title: Words = Field("新旧対照表", title="表の題名", description="計画名の後に印刷する")
    new: Words = Field("新", title="新しい方の見出し", description="改正後、修正後 のような言葉")
    old: Words = Field("旧", title="古い方の見出し", description="改正前、修正前 のような言葉")
    order: Literal["new-first", "old-first"] = Field(
        "new-first", title="欄の順番", description="new-first（新しい方を左）か old-first（古い方を左）"
    )
    added: Words = Field("（新設）", title="新しい項目の印", description="古い方の欄に印刷する")
    removed: Words = Field("（削る）", title="なくなった項目の印", description="新しい方の欄に印刷する")
    omitted: Words = Field("（略）", title="省いた文の印", description="変わらない文の代わりに印刷する")
    omit: StrictBool = Field(True, title="変わらない文を省く", description="false なら、変わらない文も全て印刷する")
    pad: StrictBool = Field(
        False, title="空きをそろえる", description="true なら、加えた言葉と同じ長さの下線付きの空きを相手の欄に置く"
    )
    errata_title: Words = Field("正誤表", title="正誤表の題名", description="計画名の後に印刷する")
    wrong: Words = Field("誤", title="正誤表の、誤りの見出し")
    right: Words = Field("正", title="正誤表の、正しい方の見出し")


class Part(Item):
    """A part (編) of a publication, with its own page, text and chapters."""

    LABEL: ClassVar[str] = "編"
    title: Words = Field(title="編の題名", description="編の始めのページに印刷する")
    text: Prose | None = Field(None, title="編の説明", description="編の始めのページに印刷する文")
    chapter_label: Words = Field("第○章", title="章の番号の形", description="○ の所に番号が入る")
    contents: tuple[Id, ...] = Field(title="目次", description="章のidを順に", min_length=1)


class DocumentSettings(Node):
    """One publication: its title, its own period, and its chapters in order."""

    LABEL: ClassVar[str] = "文書"
    id: Literal["strategy", "pamphlet", "basic-plan", "booklet"] = Field(
        title="文書のid",
        description="strategy（総合戦略）、pamphlet（概要版）、basic-plan（基本計画）、booklet（共創冊子）",
    )
    title: Words = Field(title="題名", description="表紙に印刷する題名")
    period: Period | None = Field(None, title="この文書の期間", description="計画全体と違うときだけ書く")
    two_sided: StrictBool = Field(
        False,
        title="両面印刷",
        description="true なら、編と重点戦略が右のページから始まる。前のページが右なら、間に白いページが入る",
    )
    front: tuple[Id, ...] = Field((), title="前付け", description="基本計画で、目次の前に置く章のid")
    contents: tuple[Id, ...] = Field(
        (), title="目次", description=f"章のidを順に。総合戦略では {STRATEGIES} の位置に全ての重点戦略が入る"
    )
    parts: tuple[Part, ...] = Field((), title="編", description="基本計画の編（序論、基本計画、資料編など）を順に")

    @property
    def chapters(self) -> tuple[str, ...]:
        """The ids of all its chapters in order, with the place of all strategies."""
        return tuple(id for owner, key in self.listings for id in getattr(owner, key))

    @property
    def listings(self) -> tuple[tuple[Node, str], ...]:
        """The lists of chapters as they are written: (owner, key), in the order of printing."""
        return (self, "front"), (self, "contents"), *((part, "contents") for part in self.parts)


class Settings(Waivable):
    """plan.yaml as a whole."""

    LABEL: ClassVar[str] = "計画の設定"
    title: Words = Field(title="計画名", description="計画の正式な名称")
    nickname: Words | None = Field(None, title="愛称", description="計画名に添える呼び名")
    municipality: Municipality = Field(title="自治体", description="どの市町村の計画か")
    period: Period = Field(title="計画期間", description="計画の初年度と最終年度")
    target_years: tuple[Year, ...] = Field(
        title="目標年度", description="指標の目標値を書く年度。全ての指標に共通", min_length=1
    )
    stage: Stage = Field(title="段階", description="策定では、未定の値や placeholder を書けない")
    date: Annotated[
        Words,
        StringConstraints(pattern=DATE_PATTERN),
        AfterValidator(_real_day),
    ] = Field(
        title="策定・発行の年月",
        description="策定または発行した年月。引用符で囲む",
        json_schema_extra={"pattern": DATE_PATTERN},
    )
    publisher: Publisher = Field(title="発行者", description="奥付に印刷する発行者")
    keywords: tuple[Words, ...] = Field(
        (), title="PDFのキーワード", description="検索のための言葉を一つずつ。書かなければ、重点戦略の名称を使う"
    )
    licence: Words | None = Field(
        None,
        title="オープンデータの利用条件",
        description="CC BY 4.0 のような、データを使うときの条件。書かなければ、条件は示さない",
    )
    undecided_owner: Words | None = Field(
        None, title="未定の値の担当", description="指標に担当課がないとき、未定の値をだれが決めるか"
    )
    labels: Labels = Field(
        default_factory=Labels.model_construct,
        title="見出しの言葉",
        description="印刷する見出しや印の言葉。変えたいものだけを書く",
    )
    style: Style = Field(
        default_factory=Style.model_construct, title="表記の決まり", description="文章の数字や記号の書き方"
    )
    comparison: ComparisonStyle = Field(
        default_factory=ComparisonStyle.model_construct,
        title="新旧対照表の体裁",
        description="vision diff の表の見出しや印。変えたいものだけを書く",
    )
    goal_icons: Id | None = Field(
        None,
        title="SDGsのアイコンのフォルダー",
        description="01.svg から 17.svg までを置いた、このファイルの隣のフォルダー。書かなければ、番号と名前を印刷する",
    )
    strategies: tuple[Id, ...] = Field(
        title="重点戦略の順番", description="strategies/ のファイルのidを順に", min_length=1
    )
    fields: tuple[Id, ...] = Field((), title="分野の順番", description="fields/ のファイルのidを順に")
    documents: tuple[DocumentSettings, ...] = Field(
        title="作る文書", description="この計画から作る文書。一つずつPDFになる", min_length=1
    )
