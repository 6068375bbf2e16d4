"""Goals, people, monitoring and the law texts that the standard rests on."""

from centre.standard.schema.base import Sourced, Told
from centre.standard.schema.words import (
    Area,
    Comparison,
    MeasuredAt,
    TargetGroupName,
    TargetUnit,
)


class Purpose(Told, frozen=True, kw_only=True):
    """The tasks the centre carries out and why.

    goals: what a course may aim at; short names.
    """

    goals: tuple[str, ...]


class Values(Told, frozen=True, kw_only=True):
    """The values and norms the work rests on."""


class Organisation(Told, frozen=True, kw_only=True):
    """Where the centre stands in the council.

    department: the part of the council it belongs to; absent when the text does not say.
    approved_by: who approves and supervises it; absent when the text does not say.
    """

    department: str | None = None
    approved_by: str | None = None


class Involvement(Told, frozen=True, kw_only=True):
    """How citizens have a say in their treatment."""


class Future(Told, frozen=True, kw_only=True):
    """Something the council will work on.

    key: short name.
    """

    key: str


class Target(Sourced, frozen=True, kw_only=True):
    """A goal that can be measured, or that the council strives for.

    key: short name, unique among the targets.
    group: about the citizen, the effect, the centre or the quality work.
    areas: kinds of treatment it is for.
    measure: what is counted; short name.
    comparison: how the figure is held against the goal.
    value: the goal; absent when the text gives no number.
    unit: of the value.
    at: when it is measured.
    text_da: the goal in Danish.
    text_en: the goal in English.
    """

    key: str
    group: TargetGroupName
    areas: tuple[Area, ...]
    measure: str
    comparison: Comparison
    at: MeasuredAt
    text_da: str
    text_en: str
    value: int | None = None
    unit: TargetUnit | None = None


class Survey(Sourced, frozen=True, kw_only=True):
    """Asking citizens what they think.

    continuous: true when it goes on all the time.
    every_months: months between surveys; absent when the text does not say.
    weeks: how long one survey runs.
    anonymous: true when no names are asked.
    everyone: true when all who come are asked.
    """

    continuous: bool = False
    every_months: int | None = None
    weeks: int | None = None
    anonymous: bool = False
    everyone: bool = False


class RegisterDelivery(Sourced, frozen=True, kw_only=True):
    """A register or record the centre delivers to.

    register: "NAB", "SMDB", "SIB", "DST" or "own_record".
    areas: kinds of treatment.
    with_number: true when the personal number is delivered; false when a fictitious one; absent when unsaid.
    obsolete: true when the register no longer exists under that name; `reading` says what took over.
    """

    register: str
    areas: tuple[Area, ...]
    with_number: bool | None = None
    obsolete: bool = False


class Staff(Sourced, frozen=True, kw_only=True):
    """The people who work there.

    employees: how many; absent when the text does not say.
    professions: their trades; short names.
    methods: the methods they use; short names.
    outside_supervision: true when supervision comes from outside.
    training: true when they are trained on the way.
    """

    professions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    employees: int | None = None
    outside_supervision: bool = False
    training: bool = False


class LawText(Sourced, frozen=True, kw_only=True):
    """A provision the standard quotes or names, in our own plain words.

    law: short name: SEL, SUL, BL, RSL, BEK, VEJ or LBK.
    section: the paragraph, as in "101" or "101 a"; the number of an order.
    subsections: the subsections that are named; empty when the whole paragraph.
    in_force: false when the text quotes a repealed or renumbered wording.
    now: where it stands today, when not in force as quoted.
    text_da: what it means, in Danish.
    text_en: what it means, in English.
    """

    law: str
    section: str
    text_da: str
    text_en: str
    subsections: tuple[int, ...] = ()
    in_force: bool = True
    now: str | None = None
