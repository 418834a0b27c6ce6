"""The author's words as typed kinds, and the resolved plan.

One English word per term of the field:

=================  ==============    ===============  ==================
基本姿勢             stance            指標               indicator
重点戦略             strategy          数値目標            target indicator
施策（戦略の）        measure           策定時実績値         baseline
分野                field             目標値              target
分野別施策            policy            累計                cumulative
主な取組             initiative        用語                term
版                  edition           注                  note
段階                 stage             未定                undecided
新旧対照表            comparison table  【備考】            remark
=================  ==============    ===============  ==================
"""

from typing import NamedTuple

from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter
from vision_compiler.model.dictionary import Dictionary
from vision_compiler.model.dxgx import CrossInitiatives
from vision_compiler.model.facts import Facts
from vision_compiler.model.field import PolicyField
from vision_compiler.model.framework import Framework
from vision_compiler.model.glossary import Glossary
from vision_compiler.model.pamphlet import Pamphlet
from vision_compiler.model.settings import Settings
from vision_compiler.model.stances import Stances
from vision_compiler.model.strategy import Strategy
from vision_compiler.model.vision import Vision


class Kind(NamedTuple):
    """A kind of file: its name, where it lies below plan/, its model, and whether a plan must have one."""

    name: str
    place: str
    model: type[Node]
    required: bool = False

    @property
    def folder(self) -> str:
        """The folder of a kind that has many files, with its slash; empty for single files."""
        return self.place.removesuffix("*.yaml") if "*" in self.place else ""


KINDS = (
    Kind("plan", "plan.yaml", Settings, required=True),
    Kind("vision", "vision.yaml", Vision, required=True),
    Kind("dxgx", "dxgx.yaml", CrossInitiatives),
    Kind("framework", "framework.yaml", Framework),
    Kind("population", "population.yaml", Facts),
    Kind("glossary", "glossary.yaml", Glossary),
    Kind("dictionary", "dictionary.yaml", Dictionary),
    Kind("stances", "stances.yaml", Stances),
    Kind("pamphlet", "pamphlet.yaml", Pamphlet),
    Kind("strategy", "strategies/*.yaml", Strategy, required=True),
    Kind("field", "fields/*.yaml", PolicyField),
    Kind("chapter", "prose/*.yaml", Chapter),
)
