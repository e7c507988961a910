"""Shipping: loads, what may travel together and how, and who says so."""

from cellyard.domain.shipping.apart import Pair
from cellyard.domain.shipping.cargo import Cargo, Said, Waiting, cargo_of, condition_of, family_of
from cellyard.domain.shipping.choices import choices
from cellyard.domain.shipping.classes import classify
from cellyard.domain.shipping.goods import Block, Choice, Explained, Goods, Gravity, explain
from cellyard.domain.shipping.journey import Journey, edition_for
from cellyard.domain.shipping.judgement import Judgement, judge
from cellyard.domain.shipping.papers import Group, Paper
from cellyard.domain.shipping.safety import SafetyJudgement

__all__ = [
    "Block",
    "Cargo",
    "Choice",
    "Explained",
    "Goods",
    "Gravity",
    "Group",
    "Journey",
    "Judgement",
    "Pair",
    "Paper",
    "SafetyJudgement",
    "Said",
    "Waiting",
    "cargo_of",
    "choices",
    "classify",
    "condition_of",
    "edition_for",
    "explain",
    "family_of",
    "judge",
]
