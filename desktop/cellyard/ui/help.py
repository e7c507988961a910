"""F1: the guide's page of the screen in front, in its place; Esc goes back."""

from PySide6.QtWidgets import QTextBrowser

from cellyard import files, words


class Help(QTextBrowser):
    """A page of the guide in the language spoken now."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.setMarkdown(files.text(f"guide/{words.language()}/{page}.md"))
