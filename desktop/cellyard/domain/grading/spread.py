"""Cell spread: how far the weakest cell stands from the others, in %."""

from cellyard.domain.grading.criterion import Criterion, falling, measurable
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the spread as it was measured, of capacity or of voltage."""
    criterion = Criterion(
        name="spread", unit="%", doubt=evidence.spread_doubt, limits=falling(edition, "spread")
    )
    return measurable(criterion, evidence.spread_percent, evidence)
