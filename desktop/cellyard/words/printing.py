"""The sentence of every trouble with a label: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "printer_absent": N_(
        "Label printer {printer} is not there. Switch it on and look at its cable; "
        "the label waits here."
    ),
    "printer_silent": N_(
        "Label printer {printer} does not answer. Switch it off and on; the label waits here."
    ),
    "printer_lost": N_(
        "The line to label printer {printer} broke. Look at its cable; "
        "the label is sent again and says REPRINT if it may have come out."
    ),
    "printer_busy": N_(
        "Label printer {printer} takes nothing more. Look for a label that is stuck; "
        "the label is sent again and says REPRINT if it may have come out."
    ),
    "printer_head_open": N_(
        "The head of label printer {printer} is open. Close it; the label waits here."
    ),
    "printer_paper_out": N_(
        "Label printer {printer} is out of labels. Put in a roll; the label waits here."
    ),
    "printer_ribbon_out": N_(
        "Label printer {printer} is out of ribbon. Put in a ribbon; the label waits here."
    ),
    "printer_too_hot": N_(
        "The head of label printer {printer} is too hot. Let it cool; the label waits here."
    ),
    "printer_too_cold": N_(
        "The head of label printer {printer} is too cold. Let it warm up; the label waits here."
    ),
    "printer_paused": N_(
        "Label printer {printer} is paused. Press its pause key; the label waits here."
    ),
    "label_not_written": N_(
        "The label could not be written to {file} ({why}). Make room or choose another folder."
    ),
    "label_not_kept": N_(
        "The label {title} could not be kept for the printer ({why}). "
        "Make room on the disk, then print it again."
    ),
}
