"""Evidence levels: the strength of a draft and samples together, before any of it is compared."""

from dataclasses import dataclass
from enum import IntEnum
from math import erf

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels import calibration as kernel
from libs.stylometry.score.calibration import Amounts


class EvidenceLevel(IntEnum):
    """Evidence level of a score; a higher level is more certain."""

    INSUFFICIENT = 1
    WEAK = 2
    MODERATE = 3
    STRONG = 4


THRESHOLDS = {EvidenceLevel.STRONG: 0.92, EvidenceLevel.MODERATE: 0.85, EvidenceLevel.WEAK: 0.75}
"""Expected area under the ROC curve from which each level holds; below the last no number is claimed."""


def level_of(expected_auc: float) -> EvidenceLevel:
    """The level that an expected separation carries."""
    reached = (level for level, threshold in THRESHOLDS.items() if expected_auc >= threshold)
    return next(reached, EvidenceLevel.INSUFFICIENT)


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceModel:
    """Expected separation by amounts of text.

    1 / d'^2 is a sum of parts that fall with each amount (coefficients 0 or more, TERMS, one row without a register
    and one with), d' being the distance of two normal score distributions. The area under the curve is then
    Phi(d' / sqrt 2).
    """

    variance: NDArray[np.float64]

    def distance(self, amounts: Amounts, register_weight: float) -> float:
        """Expected d': how far the scores of the writer's own texts lie from those of others'."""
        return kernel.distance(amounts.inverses[0], self.variance, register_weight)

    def expected_auc(self, amounts: Amounts, register_weight: float) -> float:
        """Expected area under the ROC curve: the chance that the writer's own text scores above another's."""
        return area(self.distance(amounts, register_weight))


def area(distance: float) -> float:
    """The area under the ROC curve of two normal distributions at a distance d'."""
    return 0.5 + 0.5 * erf(distance / 2)
