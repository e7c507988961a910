"""The sentence of every refusal and trouble with a paper: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "paper_printer_absent": N_(
        "Printer {printer} is not there. Switch it on and look at its cable; the paper waits here."
    ),
    "paper_printer_stopped": N_(
        "Printer {printer} is stopped. Look at its display, then start it again on this computer; "
        "the paper waits here."
    ),
    "paper_refused": N_(
        "Printer {printer} takes no paper now ({why}). Look at it on this computer; "
        "the paper waits here."
    ),
    "paper_broke_off": N_(
        "Printer {printer} broke off. Look whether the paper came out, then answer in Set up, "
        "Printers."
    ),
    "paper_folder_away": N_(
        "The folder {folder} for papers is not there. Connect what it lies on; "
        "the paper waits here."
    ),
    "paper_folder_full": N_(
        "Nothing can be written into the folder {folder} ({why}). Make room or have its rights "
        "changed; the paper waits here."
    ),
    "paper_unreadable": N_("The paper {title} cannot be read. Let it go and make it anew."),
    "paper_not_kept": N_(
        "The paper {title} could not be kept for the printer ({why}). "
        "Make room on the disk, then print it again."
    ),
    "paper_being_printed": N_("This paper is being printed now. Wait for the printer."),
    "paper_gone": N_("This paper waits no more. Look at the printer."),
    "signature_too_short": N_("This is too little for a signature. Sign your name on the line."),
    "signer_missing": N_("The name of who signs is missing. Type it above the line."),
}
