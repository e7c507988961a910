"""The sentence of every refusal of backing up and restoring: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "backup_broke_off": N_(
        "The last backup broke off. It is made again within the hour; press Back up now to make "
        "it at once."
    ),
    "backup_damaged": N_(
        "Backup {file} is damaged: {member} is not as it was put in. Take another backup."
    ),
    "backup_differs": N_(
        "Backup {file} differs from the store at fact {fact}. Verify the store in Set up, then "
        "call support."
    ),
    "backup_folder": N_(
        "Backups cannot be written to {folder} ({why}). Connect what it lies on, or choose "
        "another folder in Set up."
    ),
    "backup_full": N_(
        "There is no room for another backup, in {folder} or beside the store. The earlier ones "
        "stay. Free some space, or choose another folder in Set up."
    ),
    "backup_newer": N_("Backup {file} was made by a newer version. Update the app first."),
    "backup_nobody": N_(
        "Everybody who may administer in backup {file} has been erased since. Take a later backup."
    ),
    "backup_not_begun": N_(
        "The backup could not be begun ({why}). Install the app again, or call support."
    ),
    "backup_under_way": N_("A backup is being made or proven already. Wait until it has ended."),
    "backup_unproven": N_(
        "Backup {file} does not prove: something is wrong at fact {fact}. Verify the store in "
        "Set up, and take an earlier backup to restore."
    ),
    "backup_unreadable": N_("{file} is no backup, or it is cut off. Take another file."),
}
