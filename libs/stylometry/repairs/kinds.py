"""Repairs that are safe without the writer: the edits of each, and the deviation it fixes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TypeAlias

from libs.stylometry.metrics import METRICS
from libs.stylometry.metrics.metric import Rate, sums_of
from libs.stylometry.profile.deviations import Side
from libs.stylometry.repairs import marks
from libs.stylometry.repairs.contractions import contracted, written_out
from libs.stylometry.repairs.edits import Edit
from libs.stylometry.repairs.sentences import cut_at_coordinations
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document


class RepairKind(StrEnum):
    """Kind of repair; the names are those of the contract."""

    BANNED_TERM = "banned_term"
    CONTRACT = "contract"
    WRITE_OUT = "write_out"
    CUT_SENTENCE = "cut_sentence"
    DASH_TO_COMMA = "dash_to_comma"
    SEMICOLON_TO_FULL_STOP = "semicolon_to_full_stop"
    EXCLAMATION_TO_FULL_STOP = "exclamation_to_full_stop"
    ELLIPSIS_TO_FULL_STOP = "ellipsis_to_full_stop"
    STRAIGHT_QUOTES = "straight_quotes"
    CURLY_QUOTES = "curly_quotes"
    STRAIGHT_APOSTROPHES = "straight_apostrophes"
    CURLY_APOSTROPHES = "curly_apostrophes"
    SINGLE_SPACES = "single_spaces"
    DOUBLE_SPACES = "double_spaces"
    PLAIN_CHARACTERS = "plain_characters"
    REMOVE_EMOJI = "remove_emoji"
    REMOVE_BOLD = "remove_bold"
    LOWER_CASE = "lower_case"
    CAPITALISE = "capitalise"
    AMPERSAND_TO_AND = "ampersand_to_and"


Find: TypeAlias = Callable[[Document], list[Edit]]


@dataclass(frozen=True, slots=True)
class RepairRule:
    """A repair of a metric that lies to one side of the writer's band.

    An edit takes one from the metric's numerator or adds one to it, or, where `divides`, adds one to its denominator.
    """

    kind: RepairKind
    metric: str
    side: Side
    find: Find
    divides: bool = False

    def needed(self, statistics: TextStatistics, aim: float) -> int | None:
        """Number of edits that bring the metric of a text to `aim`; None: all, since a share of a choice, such as one
        quotation mark over the other, is a habit."""
        formula = METRICS[self.metric].formula
        if not isinstance(formula, Rate):
            return None
        above, below = _total(formula.numerator, statistics), _total(formula.denominator, statistics)
        if METRICS[self.metric].unit.startswith("share") or not below:
            return None
        if self.divides:
            return max(ceil(formula.scale * above / aim - below), 0) if aim > 0 else None
        return ceil(abs(formula.scale * above / below - aim) * below / formula.scale)


def _total(names: str | tuple[str, ...], statistics: TextStatistics) -> float:
    return float(sum(statistics[name] for name in sums_of(names)))


RULES = (
    RepairRule(RepairKind.CONTRACT, "contractions", Side.TOO_LOW, contracted),
    RepairRule(RepairKind.WRITE_OUT, "contractions", Side.TOO_HIGH, written_out),
    RepairRule(RepairKind.CUT_SENTENCE, "sent_len_mean", Side.TOO_HIGH, cut_at_coordinations, divides=True),
    RepairRule(RepairKind.DASH_TO_COMMA, "em_dash_rate", Side.TOO_HIGH, marks.commas_for_dashes),
    RepairRule(RepairKind.SEMICOLON_TO_FULL_STOP, "semicolon_rate", Side.TOO_HIGH, marks.full_stops_for_semicolons),
    RepairRule(RepairKind.EXCLAMATION_TO_FULL_STOP, "exclam_rate", Side.TOO_HIGH, marks.full_stops_for_exclamations),
    RepairRule(RepairKind.ELLIPSIS_TO_FULL_STOP, "ellipsis_rate", Side.TOO_HIGH, marks.full_stops_for_ellipses),
    RepairRule(RepairKind.STRAIGHT_QUOTES, "quote_style", Side.TOO_HIGH, marks.straight_quotes),
    RepairRule(RepairKind.CURLY_QUOTES, "quote_style", Side.TOO_LOW, marks.curly_quotes),
    RepairRule(RepairKind.STRAIGHT_APOSTROPHES, "apostrophe_style", Side.TOO_HIGH, marks.straight_apostrophes),
    RepairRule(RepairKind.CURLY_APOSTROPHES, "apostrophe_style", Side.TOO_LOW, marks.curly_apostrophes),
    RepairRule(RepairKind.SINGLE_SPACES, "double_space", Side.TOO_HIGH, marks.single_spaces),
    RepairRule(RepairKind.DOUBLE_SPACES, "double_space", Side.TOO_LOW, marks.double_spaces),
    RepairRule(RepairKind.PLAIN_CHARACTERS, "nonstandard_ws", Side.TOO_HIGH, marks.plain_characters),
    RepairRule(RepairKind.REMOVE_EMOJI, "emoji_rate", Side.TOO_HIGH, marks.without_emoji),
    RepairRule(RepairKind.REMOVE_BOLD, "bold_md", Side.TOO_HIGH, marks.without_bold),
    RepairRule(RepairKind.LOWER_CASE, "caps_word_rate", Side.TOO_HIGH, marks.lower_case),
    RepairRule(RepairKind.CAPITALISE, "lowercase_start", Side.TOO_HIGH, marks.capitals),
    RepairRule(RepairKind.AMPERSAND_TO_AND, "ampersand_rate", Side.TOO_HIGH, marks.and_for_ampersands),
)
"""All kinds except banned terms, which are no habit and are replaced first."""
