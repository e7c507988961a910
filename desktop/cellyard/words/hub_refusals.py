"""The sentence of every refusal of the central server's own commands."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "hub_centre_unknown": N_("No centre {centre} is known here; cellyard-hub status lists them."),
    "hub_centre_which": N_(
        "There are {count} centres here. Name one with --centre; cellyard-hub status lists them."
    ),
    "hub_key_damaged": N_(
        "{file} holds no key: 64 signs of 0–9 and a–f are wanted. Put the key back from its copy."
    ),
    "hub_key_open": N_(
        "Others may read {file}. Give it to the owner of the process alone: chmod 600."
    ),
}
