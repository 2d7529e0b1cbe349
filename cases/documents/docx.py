"""The same document as .docx, to be edited in an office: the same texts, tables and pictures, the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from cases.documents.layout import (
    WIDTH,
    Break,
    Cell,
    Closing,
    Cut,
    Document,
    Heading,
    Para,
    SignatureLine,
    Signatures,
    Table,
)
from cases.documents.word import WordTable, page_number, set_font

SONG, HEI = "宋体", "黑体"
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can say


def to_docx(document: Document, *, at: datetime, images: Mapping[str, bytes] | None = None) -> bytes:
    """`document` as .docx, dated `at`; `images` are the bytes of its pictures by digest."""
    page = _Page(images or {}, is_landscape=document.is_landscape)
    page.properties(document, at)
    page.titles(document.heading, document.title)
    if document.number:
        page.para(Para(document.number, indent=0, align="right"), size=11)
    for block in document.blocks:
        page.show(block, document)
    page.footer(document.footer)
    return page.packed()


class _Page:
    """A Word document that is being filled from top to bottom."""

    def __init__(self, images: Mapping[str, bytes], *, is_landscape: bool = False):
        self.images = images
        self.doc = new_document()
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(24), Mm(22)
        section.left_margin, section.right_margin = Mm(28), Mm(24)
        if is_landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.top_margin, section.bottom_margin = Mm(16), Mm(15)
            section.left_margin = section.right_margin = Mm(15)
        normal = self.doc.styles["Normal"]
        normal.font.size = Pt(12)
        set_font(normal.element.get_or_add_rPr(), SONG)
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = 1.35

    def properties(self, document: Document, at: datetime) -> None:
        core = self.doc.core_properties
        core.title, core.author, core.comments, core.language = document.title, document.heading, "", "zh-CN"
        core.created = core.modified = at.replace(tzinfo=None)
        core.revision = 1

    def titles(self, heading: str, title: str) -> None:
        if heading:
            self._text(self._paragraph("center"), heading, size=16, bold=True)
        line = self._paragraph("center")
        line.paragraph_format.space_after = Pt(10)
        self._text(line, title, size=22, bold=True)

    def show(self, block, document: Document) -> None:
        if isinstance(block, Para):
            self.para(block, size=14 if document.is_letter else 12)
        elif isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Signatures):
            self.signatures(block)
        elif isinstance(block, Closing):
            self.closing(block, size=14 if document.is_letter else 12)
        elif isinstance(block, Cut):
            self._text(self._paragraph("center"), f"－－－－－－－－　{block.text}　－－－－－－－－", size=9)
        elif isinstance(block, Break):
            self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            if block.title:
                self.titles("", block.title)

    def para(self, block: Para, size: float = 12) -> None:
        size = 10.5 if block.small else size
        for text in block.text.split("\n"):
            line = self._paragraph(block.align)
            line.paragraph_format.first_line_indent = Pt(size * block.indent)
            line.paragraph_format.keep_with_next = block.keep
            if block.ruled:
                line.paragraph_format.space_before = Pt(11)
            self._text(line, text, size=size, bold=block.bold)

    def heading(self, block: Heading) -> None:
        line = self._paragraph("left")
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(10), Pt(4)
        line.paragraph_format.keep_with_next = True
        self._text(line, block.text, size=12, bold=True, font=HEI)

    def table(self, block: Table) -> None:
        table = WordTable(self.doc, block.widths, bordered=True)
        above: dict[int, tuple[int, int]] = {}  # column: rows that a cell from above still fills, its span
        for index, described in enumerate(block.rows):
            height = max((cell.height for cell in described.cells if cell.down == 1), default=0)
            row = table.row(max(6 if block.small else 8, height), header=index < block.header, whole=block.small)
            cells = list(described.cells)
            column = 0
            while column < len(block.widths):
                if column in above:
                    rows, span = above.pop(column)
                    table.cell(row, column, span, merge="continue")
                else:
                    cell = cells.pop(0)
                    rows, span = cell.down, cell.span
                    self._fill(table, row, column, cell, size=9 if block.small else 10.5)
                if rows > 1:
                    above[column] = (rows - 1, span)
                column += span
        self._gap()

    def signatures(self, block: Signatures) -> None:
        table = WordTable(self.doc, (WIDTH - 88, 46, 42), bordered=False)
        for line in block.lines:
            row = table.row(14, whole=True)
            label = table.cell(row, 0, across="bottom")[1]
            label.paragraph_format.keep_with_next = True
            self._text(label, line.label)
            self._marks(table.cell(row, 1, across="bottom", underlined=True)[1], line)
            day = table.cell(row, 2, across="bottom")[1]
            day.alignment = ALIGN["right"]
            self._text(day, line.day, size=11)
        self._gap()

    def closing(self, block: Closing, size: float) -> None:
        if block.image:
            seal = self._paragraph("right")
            seal.paragraph_format.keep_with_next = True
            self._picture(seal, block.image, 38)
        texts = [(block.issuer, size), (block.note, 10.5), (block.day, size)]
        for index, (text, points) in enumerate((text, points) for text, points in texts if text):
            line = self._paragraph("center")
            line.paragraph_format.left_indent = Mm(WIDTH - 78)
            line.paragraph_format.keep_with_next = bool(text != block.day)
            if not index:
                line.paragraph_format.space_before = Pt(36)
            self._text(line, text, size=points)

    def footer(self, text: str) -> None:
        line = self.doc.sections[0].footer.paragraphs[0]
        line.alignment = ALIGN["center"]
        self._text(line, f"{text}　　第 " if text else "第 ", size=9)
        page_number(line, "PAGE")
        self._text(line, " 页　共 ", size=9)
        page_number(line, "NUMPAGES")
        self._text(line, " 页", size=9)

    def packed(self) -> bytes:
        """The file, with the entries of its archive in order and without the time of day."""
        written = io.BytesIO()
        self.doc.save(written)
        packed = io.BytesIO()
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                target.writestr(zipfile.ZipInfo(name, OLDEST), source.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _paragraph(self, align: str):
        line = self.doc.add_paragraph()
        line.alignment = ALIGN[align]
        return line

    def _text(self, line, text: str, *, size: float = 12, bold: bool = False, font: str = SONG) -> None:
        run = line.add_run(text)
        run.font.size, run.font.bold = Pt(size), bold
        if font != SONG:
            set_font(run._element.get_or_add_rPr(), font)

    def _gap(self) -> None:
        layout = self.doc.add_paragraph().paragraph_format
        layout.line_spacing, layout.keep_with_next = Pt(6), True

    def _fill(self, table: WordTable, row, column: int, cell: Cell, *, size: float = 10.5) -> None:
        merge = "restart" if cell.down > 1 else ""
        place, line = table.cell(row, column, cell.span, merge=merge, across="top" if cell.prose else "center")
        for index, text in enumerate(cell.text.split("\n") if cell.prose else [cell.text]):
            line = table.paragraph(place) if index else line
            line.alignment = ALIGN["center" if cell.label else cell.align]
            if cell.prose:
                line.paragraph_format.first_line_indent = Pt(21)
            self._text(line, text, size=size)
        for digest in cell.images:
            self._picture(table.paragraph(place), digest, cell.image_height)

    def _marks(self, place, line: SignatureLine) -> None:
        place.alignment = ALIGN["center"]
        for mark in line.marks:
            if mark.image:
                self._picture(place, mark.image, 13)
            if mark.note:
                self._text(place, mark.note, size=9)

    def _picture(self, line, digest: str, height: float) -> None:
        line.add_run().add_picture(io.BytesIO(self.images[digest]), height=Mm(height))
