"""What a check of a sealed paper found wrong, and what keeps it from being checked, in words."""

from cellyard.words.catalogue import N_

WRONG: dict[str, str] = {
    "no_pdf": N_("This is no PDF, or its beginning is lost. Ask the station for the file again."),
    "file_form": N_(
        "The file is damaged, or it was changed after it was sealed: something was added to it, or "
        "another program saved it again."
    ),
    "custody_missing": N_("The file holds no sealed facts. It proves nothing."),
    "custody_unreadable": N_(
        "The sealed facts in the file were replaced or changed, and cannot be read."
    ),
    "issue_missing": N_("No sealed fact says that this paper was issued."),
    "pages_differ": N_("The pages are not those that were issued. Do not rely on what they show."),
    "content_differs": N_("The content kept in the file is not what the paper was drawn from."),
    "number_differs": N_("The content kept in the file is of a paper with another number."),
    "frame_differs": N_(
        "Title, number or date in the file’s properties, or its attachments, are not as sealed."
    ),
    "voided": N_("The station has voided this paper. It no longer counts."),
    "hash_differs": N_("Fact {seq} of {station} is not as it was written, or one is left out."),
    "envelope_unreadable": N_("Fact {seq} of {station} cannot be read as it was written."),
    "chain_broken": N_("Fact {seq} of {station} is there twice, or not at all."),
    "key_differs": N_("The facts of {station} were sealed with another key than it began with."),
    "seal_differs": N_("The seal of fact {seq} of {station} does not hold."),
    "fact_missing": N_("Fact {seq} of {station} belongs to this paper and was left out."),
    "fact_surplus": N_("Fact {seq} of {station} does not belong to this paper and was put in."),
}

# What a paper is worth by its editions; of a final one there is no more to say.
WORTH: dict[str, str] = {
    "draft": N_("It is a draft: nothing may travel with it."),
    "demo": N_("It was made in a demonstration: nothing may travel with it."),
}

SENTENCES: dict[str, str] = {
    "paper_too_large": N_("{file} is larger than {most} MB. No paper of ours is."),
}
