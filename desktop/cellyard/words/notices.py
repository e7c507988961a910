"""What is said of an outlet's list: its rows, and why it is not taken over."""

from cellyard.domain.intake.notice import Said
from cellyard.words.catalogue import N_, _

FIELDS: dict[str, str] = {
    "code": N_("Code"),
    "model": N_("Model"),
    "kg": N_("Mass, kg"),
    "kwh": N_("Energy, kWh"),
    "vin": N_("Vehicle number"),
    "chemistry": N_("Chemistry"),
    "note": N_("Condition"),
}

# of a row
ROWS: dict[str, str] = {
    "code_missing": N_("The code is missing. Type it, or leave the row out."),
    "code_as_number": N_(
        "The spreadsheet has turned the code into the number {text}. Type it from the plate."
    ),
    "code_is_vin": N_(
        "{text} looks like the number of a vehicle or a company. It is taken as it is written."
    ),
    "code_twice": N_("This code stands in another row too. Leave one of them out."),
    "code_here": N_("This battery is here already, ticket {ticket}. Leave the row out."),
    "code_noticed": N_("Notice {notice} announces this battery already. Leave the row out."),
    "code_meant": N_("The code does not conform. {suggestion} was probably meant."),
    "code_other": N_("No GB/T 34014 code. It is taken as it is written."),
    "vin_doubtful": N_("{text} is no vehicle number. It is taken as it is written."),
    "kg_implausible": N_("{text} kg cannot be a battery ({low} to {high} kg). Correct it."),
    "no_number": N_("“{text}” is no number above 0. Correct it, or empty the cell."),
    "number_ambiguous": N_("“{text}” may be read in two ways. Type it with a decimal point."),
    "too_long": N_("More than {most} characters. Shorten it."),
}

# of the whole list
SENTENCES: dict[str, str] = {
    "export_dates": N_("These days cannot be. Give two days as 2027-01-31, the first first."),
    "list_damaged": N_("The file cannot be read as a list. Save it anew as XLSX or CSV."),
    "list_empty": N_("There is no row under the headers. Look whether it is the right file."),
    "list_no_code_column": N_(
        "No column of the list is called “Code” or “电池编码”. Name the headers in its first row."
    ),
    "list_no_text": N_("The file is neither XLSX nor text. Save it as XLSX or CSV."),
    "list_old_excel": N_("The file is of an old Excel. Save it as XLSX or CSV."),
    "list_too_large": N_("The file holds more than {most} MB. Look whether it is the right one."),
    "list_too_long": N_("The list has more than {most} rows. Divide it."),
    "list_too_wide": N_("The list has more than {most} columns. Look whether it is the right one."),
    "notice_date_wrong": N_("“{text}” is no day of the calendar. Give it as 2027-01-31."),
    "notice_empty": N_("Every row is left out. Take one in again, or put the list away."),
    "notice_known": N_("Notice {notice} was made of this very file. Close it first."),
    "notice_rows_wrong": N_(
        "{count} rows are not right, the first is row {row}. Repair it or leave it out; nothing "
        "was taken over."
    ),
}


def expected_words(ref: str) -> str:
    """Return where a battery was announced: `row 12 of notice Intake 1-N3`."""
    notice, _slash, row = ref.rpartition("/")
    return _("row {row} of notice {notice}").format(row=row, notice=notice)


def said(of: Said) -> str:
    """Return what is to be said of a cell, as a sentence in the language spoken now."""
    return _(ROWS[of.code]).format(**of.shown)
