"""The sentence of every refusal of the central server's own commands."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "hub_address_taken": N_(
        "{address} cannot be listened at: {why}. Name another with --listen, or end what has it."
    ),
    "hub_centre_unknown": N_("No centre {centre} is known here; cellyard-hub status lists them."),
    "hub_centre_which": N_(
        "There are {count} centres here. Name one with --centre; cellyard-hub status lists them."
    ),
    "hub_certificate_wrong": N_(
        "{file} and its key are no certificate that can be served with. Give both as PEM."
    ),
    "hub_database_wrong": N_(
        "This is no address of a database. postgresql://USER@HOST/NAME is wanted, or none for a "
        "file in the data folder."
    ),
    "hub_key_damaged": N_(
        "{file} holds no key: 64 signs of 0–9 and a–f are wanted. Put the key back from its copy."
    ),
    "hub_key_differs": N_(
        "The database belongs to the central server {known}, and the key here is another. Put its "
        "key files into the data folder, or name them with --seal-key and --box-key."
    ),
    "hub_key_open": N_(
        "Others may read {file}. Give it to the owner of the process alone: chmod 600."
    ),
    "hub_station_unknown": N_(
        "No enrolment of station {station} stands here; cellyard-hub status lists them."
    ),
}
