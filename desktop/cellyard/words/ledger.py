"""What a proof found wrong, in words."""

from cellyard.words.catalogue import N_

FAULTS: dict[str, str] = {
    "hash_differs": N_("Fact {seq} of {station} is not as it was written. Restore from a backup."),
    "envelope_unreadable": N_("Fact {seq} of {station} cannot be read. Restore from a backup."),
    "chain_broken": N_("The chain of {station} breaks at fact {seq}. Restore from a backup."),
    "copy_differs": N_("The index of fact {seq} of {station} was changed. Restore from a backup."),
    "chain_not_opened": N_("The chain of {station} does not begin with its key. Call support."),
    "key_differs": N_("The chain of {station} was made with another key. Call support."),
    "seal_differs": N_("The seal of fact {seq} of {station} does not hold. Restore from a backup."),
    "head_differs": N_("Fact {seq} of {station} is another than remembered. Call support."),
    "not_sealed": N_("The facts of {station} after the last seal, to {seq}, are not proven."),
    "sealed_fact_missing": N_("Fact {seq} of {station} is sealed but missing. Restore a backup."),
    "head_missing": N_("The file head, which names the newest fact, is gone. Call support."),
    "chain_unknown": N_("The chain of {station} is not of this station. Call support."),
    "blob_missing": N_("A file of fact {seq} of {station} is missing. Restore from a backup."),
    "blob_damaged": N_("A file of fact {seq} of {station} is damaged. Restore from a backup."),
    "guards_missing": N_("The store has lost the guards of its facts. Restore from a backup."),
    "newest_fact_missing": N_("Fact {seq} of {station} was written and is gone. Call support."),
}
