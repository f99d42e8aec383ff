from agreements.models.agreement import Agreement
from agreements.models.collapse import CollapseDecision
from agreements.models.document import Document
from agreements.models.field import Field, FieldHeading
from agreements.models.figure import ResultFigure
from agreements.models.heading import AgreementHeading
from agreements.models.membership import Membership, Role
from agreements.models.party import Party
from agreements.models.plan import Plan
from agreements.models.province import Province, ProvinceAlias, ProvinceSuccession
from agreements.models.step import Step, StepTask
from agreements.models.unit import CommonAlias, Unit, UnitAlias, UnitSuccession
from agreements.models.validity import SuccessionKind

__all__ = [
    "Agreement",
    "AgreementHeading",
    "CollapseDecision",
    "CommonAlias",
    "Document",
    "Field",
    "FieldHeading",
    "Membership",
    "Party",
    "Plan",
    "Province",
    "ProvinceAlias",
    "ProvinceSuccession",
    "ResultFigure",
    "Role",
    "Step",
    "StepTask",
    "SuccessionKind",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
]
