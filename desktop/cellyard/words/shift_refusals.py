"""The sentence of every refusal at the change of shift: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "hand_over_to_self": N_("Nobody takes over from themselves. Whoever comes next scans a badge."),
}
