"""Every paper that there is, by name: a new one is a line here and a file beside this one."""

from cellyard.documents.discharge_record import DISCHARGE_RECORD
from cellyard.documents.document import Document
from cellyard.documents.fire_sheet import FIRE_SHEET
from cellyard.documents.hand_over import HAND_OVER
from cellyard.documents.label import BATTERY_LABEL
from cellyard.documents.loading_list import LOADING_LIST
from cellyard.documents.package_marks import PACKAGE_MARKS
from cellyard.documents.packing_list import PACKING_LIST
from cellyard.documents.safety_judgement import SAFETY_JUDGEMENT
from cellyard.documents.test_report import TEST_REPORT

DOCUMENTS: dict[str, Document] = {
    document.name: document
    for document in (
        BATTERY_LABEL,
        TEST_REPORT,
        DISCHARGE_RECORD,
        FIRE_SHEET,
        HAND_OVER,
        SAFETY_JUDGEMENT,
        LOADING_LIST,
        PACKING_LIST,
        PACKAGE_MARKS,
    )
}
