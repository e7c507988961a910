"""Find: facts taken back for a reason; labels and photos looked at in place."""

from collections.abc import Callable

import looks
from finding import choose_fact, hits
from floor import Floor, code
from front import Front
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QImage

from cellyard.domain.facts import Corrected

Opens = Callable[..., Front]


# --- taking back --------------------------------------------------------------------------------


def test_a_supervisor_takes_a_fact_back_for_a_reason(stage: Front, floor: Floor) -> None:
    stage.scan(code(3))
    ref = choose_fact(stage, "Weighed")
    stage.screen._detail.ask_reason()
    stage.press(Qt.Key.Key_Return)  # no reason yet: nothing happens
    assert not isinstance(stage.line(floor.ids["swollen"])[-1].fact, Corrected)
    stage.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    fact = stage.line(floor.ids["swollen"])[-1].fact
    assert isinstance(fact, Corrected)
    assert (fact.facts, fact.reason) == ((ref,), "mistyped")
    story = stage.screen._detail.story
    assert story.battery.kg is None
    assert story.line[-1].said == "Taken back: weighed 452\u00a0kg (typed wrongly)"
    assert stage.screen._detail.chosen_fact() is None  # what was taken back is not offered again


def test_taking_back_the_reception_withdraws_the_battery(stage: Front, floor: Floor) -> None:
    stage.scan(code(7))
    choose_fact(stage, "Received")
    stage.screen._detail.ask_reason()
    stage.press(Qt.Key.Key_1, Qt.Key.Key_Return)
    assert stage.screen._detail.story.battery.withdrawn
    assert "Withdrawn" in stage.texts()
    assert hits(stage) == [floor.ids["open"]]  # Find still knows what was scanned


def test_others_take_nothing_back(stage: Front, floor: Floor) -> None:
    stage.window.sign_in(floor.floor_worker)
    stage.rest()
    stage.scan(code(3))
    choose_fact(stage, "Weighed")
    stage.screen._detail.ask_reason()
    assert stage.screen._detail.page == ""
    assert not any(text.startswith("Correct") for text in stage.texts())


# --- papers -------------------------------------------------------------------------------------


def test_the_label_is_printed_and_shown_as_it_is_printed(stage: Front, floor: Floor) -> None:
    import zxingcpp

    stage.scan(code(3))
    stage.screen._papers.open("label")
    stage.rest()
    assert "No label was printed here" in stage.texts()  # its file is of another day
    assert stage.screen.command("PRINT")
    stage.rest()
    assert "2 labels" in " ".join(stage.texts())
    image = stage.screen._detail.label._view._image
    read = zxingcpp.read_barcodes(_grey(image))
    assert any(floor.ids["swollen"] in found.text for found in read)
    stage.press(Qt.Key.Key_Escape)
    assert stage.screen._detail.page == ""


def test_photos_are_shown_in_place(floor: Floor, opened: Opens) -> None:
    floor.photograph(floor.ids["swollen"], "misuse", _png("#c06000"))
    stage = opened(floor.ids["swollen"])
    stage.screen._papers.open("photos")
    stage.rest()
    view = stage.screen._detail.photos._view
    assert not view.shows  # the first file is no picture, and the page says so
    assert "This file is no picture" in stage.texts()
    stage.press(Qt.Key.Key_Down)
    assert view.shows
    corner = view.mapTo(stage.window, view.rect().topLeft())
    assert looks.colour_at(stage.window, corner + view.rect().center() * 0.1) == "#c06000"
    photo = stage.screen._detail.story.photos[1]
    floor.station.ledger.blobs.path(photo.file.sha256).write_bytes(b"damaged")
    stage.press(Qt.Key.Key_Up, Qt.Key.Key_Down)
    assert "This photo is not kept here" in stage.texts()


def _png(colour: str) -> bytes:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _grey(image: QImage):
    import numpy as np

    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine())[:, : image.width()].copy()
