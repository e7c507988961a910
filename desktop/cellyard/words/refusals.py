"""The sentence of every refusal: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "unstable_weight": N_("The weight is not steady yet. Wait until {shown} kg stands still."),
}
