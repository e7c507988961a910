"""The sentence of every refusal: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "already_founded": N_("There is a station in {folder} already. Start the app again."),
    "already_judged": N_("Ticket {ticket} has its verdict. Go on with the label."),
    "already_received": N_("Ticket {ticket} is written already. Go on there."),
    "already_stored": N_("Ticket {ticket} already lies in {slot}. Move it from there."),
    "already_there": N_("It lies in {slot} already. Scan another slot."),
    "answers_missing": N_("{count} answers are missing. Answer them, or say that you can’t tell."),
    "badge_taken": N_("The badge {badge} belongs to somebody else. Scan another one."),
    "battery_withdrawn": N_("Ticket {ticket} was withdrawn. Scan the battery to book it in again."),
    "blob_damaged": N_("The file {sha256} is damaged. Restore the last backup."),
    "blob_missing": N_(
        "The file {sha256} is not on this station. It comes when the station is online."
    ),
    "copies_wrong": N_("At least 1 label must be printed."),
    "disk_full": N_("The disk is full; nothing was written. Free some space, then do it again."),
    "duplicate_code": N_(
        "{scanned} already lies in {slot}, ticket {ticket}. Go and look, or confirm that this "
        "is another battery."
    ),
    "duplicate_open": N_(
        "{scanned} is already ticket {ticket}, still open. Go on there, or confirm that this "
        "is another battery."
    ),
    "edition_dates_wrong": N_(
        "These dates cannot be. Give two days as 2027-01-31, from {earliest} on, the last not "
        "before the first."
    ),
    "edition_stands": N_(
        "Edition {edition} is published already and stays as it is. Make another one from it."
    ),
    "edition_title_missing": N_("The edition has no title. Say what is different in it."),
    "edition_unchanged": N_("No number is changed. Change one, or leave the edition as it is."),
    "fact_damaged": N_(
        "A fact in the store cannot be read. Restore the last backup; change nothing in the folder."
    ),
    "file_denied": N_(
        "This user may not use {file}. Ask whoever looks after this computer for the right to."
    ),
    "file_exists": N_("There is a {file} already, and nothing is written over. Name another file."),
    "file_missing": N_("There is no {file}. Look at its name and place."),
    "file_no_text": N_("{file} is no text. Take a file with one frame in hex on each line."),
    "file_not_written": N_(
        "{file} could not be written ({why}). Make room on the disk, then save it again."
    ),
    "file_trouble": N_("{file} cannot be used ({why}). Take another file or folder."),
    "fold_damaged": N_(
        "What is shown of the batteries is damaged, the facts behind it are not lost. Close "
        "the app, run “cellyard verify”, then “cellyard rebuild”."
    ),
    "folder_not_empty": N_(
        "{folder} holds other things, which the demonstration would wipe. Name an empty folder."
    ),
    "head_missing": N_(
        "The file head is gone from the data folder (the store has {store} facts). Call "
        "support before going on."
    ),
    "implausible_reading": N_(
        "{shown} {unit} cannot be ({low} to {high} {unit}). Look at range and probes, then "
        "take it again."
    ),
    "instrument_date_wrong": N_("“{text}” is no day of the calendar. Give it as 2027-01-31."),
    "key_damaged": N_(
        "The key of this station ({epoch}) is damaged. Restore the newest backup into another "
        "folder: the station goes on there."
    ),
    "key_missing": N_(
        "The key of this station ({epoch}) is not on this computer. Restore the newest backup "
        "into another folder, or call support."
    ),
    "locked_out": N_("Too many wrong PINs. Wait {seconds} s, or scan your badge."),
    "missing_glyph": N_(
        "The paper font cannot show {glyph} in {text}. Correct the text, then print again."
    ),
    "name_missing": N_("The name is missing. Type it."),
    "negative_weight": N_(
        "The scale is below zero. Take everything off, zero it, then weigh again."
    ),
    "newer_facts": N_("A newer version of the app wrote about this battery. Update the app first."),
    "no_centre": N_("This store was never set up. Run the first set-up again."),
    "no_code": N_("Nothing was read. Scan the code again."),
    "no_display": N_(
        "There is no screen here to draw on. Start the app from the desktop of this computer."
    ),
    "no_edition": N_(
        "No rule edition for {jurisdiction} is valid on {day}. An administrator must add one "
        "in Set up."
    ),
    "no_paper_font": N_(
        "This machine has no font that papers can be printed with. Install {install}, then "
        "start again."
    ),
    "no_store": N_("There is no station in {folder}. Open the app there first."),
    "no_weight": N_("Nothing is on the scale. Put the battery on it."),
    "no_wire_log": N_("{file} is no wire log. Take a file with t, port, dir and hex on each line."),
    "no_wire_log_kept": N_(
        "Nothing is kept of this line yet. Switch on its wire log and let it talk."
    ),
    "not_a_label": N_("{name} is too large for a label printer. Save it as PDF."),
    "not_evidence": N_("This cannot stand in place of what was wrong. Do it as an act of its own."),
    "not_judged": N_("Ticket {ticket} has no verdict yet. Finish looking and measuring first."),
    "not_stored": N_("Ticket {ticket} lies in no slot yet. Finish its intake first."),
    "nothing_fits": N_(
        "No instrument profile understands what {port} said. Name the profile, or send the wire "
        "log to whoever writes profiles."
    ),
    "nothing_to_acknowledge": N_("There is no STOP to confirm here. Go on."),
    "nothing_to_undo": N_("There is nothing to undo on this battery."),
    "over_range": N_("The scale is overloaded. Take the battery off and use a larger scale."),
    "own_administrator_role": N_(
        "You cannot take your own administrator role. Ask another administrator."
    ),
    "own_ticket": N_("Ticket {ticket} is already yours. Go on."),
    "person_erased": N_("What named this person was erased. Enter the person anew."),
    "photo_missing": N_("A finding has no photo yet. Take one, or go on without a camera."),
    "photo_unreadable": N_("The picture {file} cannot be read. Take the photo again."),
    "pin_shape": N_("A PIN has {least} to {most} figures. Choose another one."),
    "reason_missing": N_("A reason is missing. Choose one of the list."),
    "reversed_probes": N_("The meter shows {shown} V. Swap the probes and take it again."),
    "role_missing": N_("Your role does not allow this. Ask the supervisor."),
    "role_needed": N_("A person needs a role. Choose at least one."),
    "rule_missing": N_(
        "Edition {edition} has no rule {rule}, which came later. An administrator must publish the "
        "newest edition in Set up, Rules, or make a new one of your own from it."
    ),
    "rule_number_wrong": N_(
        "“{text}” cannot be the number of rule {rule}. Give a number above 0, as 12.5."
    ),
    "scale_fault": N_("The scale reports a fault. Switch it off and on, or type the weight."),
    "second_instance": N_("The app already runs on {folder}. Go to that window."),
    "section_is_measured": N_(
        "Voltage and insulation are measured, not looked at. Take the meter."
    ),
    "settings_wrong": N_("{file} cannot be used: {said}. Mend or remove that line."),
    "sign_in_first": N_("Nobody is signed in. Scan your badge first."),
    "slot_after_discharge": N_(
        "Slot {slot} is for batteries whose discharge ended below its limit. Scan {free}."
    ),
    "slot_after_discharge_full": N_(
        "Slot {slot} is for batteries whose discharge ended below its limit. No other slot will "
        "do. Tell the supervisor."
    ),
    "slot_after_grading": N_("Slot {slot} is for batteries graded A, B or C. Scan {free}."),
    "slot_after_grading_full": N_(
        "Slot {slot} is for batteries graded A, B or C. No other slot will do. Tell the supervisor."
    ),
    "slot_chemistry": N_("Another chemistry lies in the rack of {slot}. Scan {free}."),
    "slot_chemistry_full": N_(
        "Another chemistry lies in the rack of {slot}. No other slot will do. Tell the supervisor."
    ),
    "slot_damaged_beside_intact": N_(
        "Damaged and intact may not lie together in {slot}. Scan {free}."
    ),
    "slot_damaged_beside_intact_full": N_(
        "Damaged and intact may not lie together in {slot}. No other slot will do. Tell the "
        "supervisor."
    ),
    "slot_in_use": N_("Slot {slot} holds a battery. Move it first, then take the slot away."),
    "slot_named_twice": N_("Slot {slot} is named in two zones. Give each slot one zone."),
    "slot_of_other_station": N_("Slot {slot} belongs to station {home}. Scan {free}."),
    "slot_of_other_station_full": N_(
        "Slot {slot} belongs to station {home}. No other slot will do. Tell the supervisor."
    ),
    "slot_over_kg": N_("Slot {slot} would carry {kg} kg; its limit is {limit} kg. Scan {free}."),
    "slot_over_kg_full": N_(
        "Slot {slot} would carry {kg} kg; its limit is {limit} kg. No other slot will do. "
        "Tell the supervisor."
    ),
    "slot_over_kwh": N_("Slot {slot} would hold {kwh} kWh; its limit is {limit} kWh. Scan {free}."),
    "slot_over_kwh_full": N_(
        "Slot {slot} would hold {kwh} kWh; its limit is {limit} kWh. No other slot will do. "
        "Tell the supervisor."
    ),
    "slot_taken": N_("Slot {slot} is taken. Scan {free}."),
    "slot_taken_full": N_("Slot {slot} is taken. No other slot will do. Tell the supervisor."),
    "slot_unknown": N_("There is no slot {slot}. Scan {free}."),
    "slot_unknown_full": N_("There is no slot {slot}. No other slot will do. Tell the supervisor."),
    "slot_wrong_family": N_("Slot {slot} is for another chemistry. Scan {free}."),
    "slot_wrong_family_full": N_(
        "Slot {slot} is for another chemistry. No other slot will do. Tell the supervisor."
    ),
    "slot_wrong_verdict": N_("Slot {slot} is not for this verdict. Scan {free}."),
    "slot_wrong_verdict_full": N_(
        "Slot {slot} is not for this verdict. No other slot will do. Tell the supervisor."
    ),
    "station_differs": N_(
        "The store belongs to another station or key than this one. Restore the whole data "
        "folder from the last backup."
    ),
    "station_file_damaged": N_(
        "{file} in {folder} is damaged. Restore it from the last backup; change nothing else "
        "in the folder."
    ),
    "store_guards_missing": N_("The store has lost its guards ({names}). Restore the last backup."),
    "store_locked": N_("Another program holds the store. Close it and try again."),
    "store_missing": N_(
        "The store is gone from {folder}. Restore the last backup; change nothing else in the "
        "folder."
    ),
    "store_newer": N_(
        "The store was written by a newer version ({found}, this one knows {known}). Update "
        "the app."
    ),
    "store_older": N_(
        "The store was written by an older version ({found}, this one is {known}). Open the app "
        "once: it copies the store and brings it up to date."
    ),
    "store_rolled_back": N_(
        "The store is older than it was ({store}, remembered {remembered}). Somebody copied "
        "an old file back. Put the newer one back, or call support."
    ),
    "store_setting": N_(
        "The store does not keep its setting {name}. Call support: it says {got}, not {wanted}."
    ),
    "store_trouble": N_(
        "The disk does not do its part: {said}. Nothing was changed. Start the app again, and "
        "call support if it stays so."
    ),
    "store_unreadable": N_(
        "The store in {folder} is damaged or cut off. Restore the last backup; change nothing "
        "in the folder."
    ),
    "store_without_station": N_(
        "A store lies in {folder}, but its file station.json is gone. Nothing was touched. "
        "Bring that file back, or choose an empty folder."
    ),
    "ticket_closed": N_("Ticket {ticket} is done. Nothing is left to take over."),
    "undo_slot_taken": N_("Slot {slot} has been given to another battery. Move this one instead."),
    "undo_too_late": N_(
        "Undo is possible for {minutes} minutes. Correct it with a reason instead."
    ),
    "unknown_badge": N_("This badge is not known here. Sign in with name and PIN."),
    "unknown_battery": N_("This battery is not known here. Scan it at Intake first."),
    "unknown_document": N_("There is no document {name}. Choose one of: {names}."),
    "unknown_fact": N_("This entry does not stand any more. Open the battery again."),
    "unknown_finding": N_("“{finding}” is no finding of this question. Choose one of the list."),
    "unknown_model": N_("There is no model {model} in the register. Choose one of the list."),
    "unknown_partner": N_("There is no partner {partner} in the register. Choose one of the list."),
    "unknown_person": N_("This person is not in the register. Look at the list again."),
    "unknown_profile": N_("There is no instrument profile “{profile}”. Take one of: {known}."),
    "unknown_unit": N_(
        "The reading has the unit “{unit}”, which is not known here. Change the unit at the "
        "instrument."
    ),
    "unstable_weight": N_("The weight is not steady yet. Wait until {shown} kg stands still."),
    "unsteady_reading": N_(
        "The reading is not steady yet. Hold the probes still and take it again."
    ),
    "weight_implausible": N_("{shown} kg cannot be a battery ({low} to {high} kg). Weigh again."),
    "weight_missing": N_("The weight is missing. Weigh the battery, or type its weight."),
    "wire_log_lines": N_(
        "Line {first} of {file} is none of a wire log, {count} in all. Everything else was "
        "replayed; see how the file was kept."
    ),
    "withdraw_instead": N_(
        "The reception itself cannot be corrected. Withdraw ticket {ticket} instead."
    ),
    "wrong_pin": N_("Wrong PIN. {left} tries left."),
    "zone_over_kg": N_("Zone {zone} would carry {kg} kg; its limit is {limit} kg. Scan {free}."),
    "zone_over_kg_full": N_(
        "Zone {zone} would carry {kg} kg; its limit is {limit} kg. No other slot will do. "
        "Tell the supervisor."
    ),
    "zone_over_kwh": N_("Zone {zone} would hold {kwh} kWh; its limit is {limit} kWh. Scan {free}."),
    "zone_over_kwh_full": N_(
        "Zone {zone} would hold {kwh} kWh; its limit is {limit} kWh. No other slot will do. "
        "Tell the supervisor."
    ),
}
