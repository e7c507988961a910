"""Why there is no fire sheet or hand-over sheet, each with what to do next."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "no_moment": N_("“{text}” is no moment. Write it as 2026-11-27T06:00."),
    "fire_folder_away": N_(
        "The folder for the fire sheet, {folder}, is away. Connect the share, or print with F12."
    ),
    "folder_not_there": N_(
        "The folder {folder} is not there. Correct it, or connect what it lies on."
    ),
    "folder_not_written": N_(
        "Nothing can be written into {folder} ({why}). Name another folder, or have its rights "
        "changed."
    ),
    "fire_no_printer": N_(
        "This computer has no printer. The fire sheet lies as a file in its folder."
    ),
    "fire_sheet_failed": N_("The fire sheet was not written. It is tried again each minute."),
}
