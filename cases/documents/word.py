"""Elements of WordprocessingML that python-docx writes slowly or not at all: tables by rows, fonts, page numbers.

Its own tables look through every cell for each cell that is asked for: thirty parties took a minute and a half.
"""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph


def element(tag: str, **attributes: object):
    """<w:tag w:attribute="…"/>"""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(mm: float) -> int:
    return int(Mm(mm).twips)


class WordTable:
    """A table that is written row by row into the body of a document, below what stands there."""

    def __init__(self, doc, widths: tuple[float, ...], *, bordered: bool):
        self.parent = doc._body
        self.widths = widths
        self.tbl = OxmlElement("w:tbl")
        settings = element("tblPr")
        settings.append(element("tblStyle", val=doc.styles["Table Grid" if bordered else "Normal Table"].style_id))
        settings.append(element("tblW", w=twips(sum(widths)), type="dxa"))
        settings.append(element("jc", val="center"))
        settings.append(element("tblLayout", type="fixed"))
        margins = element("tblCellMar")
        for side, width in (("top", 1), ("left", 1.5), ("bottom", 1), ("right", 1.5)):
            margins.append(element(side, w=twips(width), type="dxa"))
        settings.append(margins)
        self.tbl.append(settings)
        grid = element("tblGrid")
        for width in widths:
            grid.append(element("gridCol", w=twips(width)))
        self.tbl.append(grid)
        doc.element.body.insert_element_before(self.tbl, "w:sectPr")

    def row(self, height: float, *, header: bool = False, whole: bool = False):
        """A row at least `height` mm high; `whole` does not break over pages, `header` is repeated on each."""
        row = element("tr")
        settings = element("trPr")
        if whole:
            settings.append(element("cantSplit"))
        settings.append(element("trHeight", val=twips(height), hRule="atLeast"))
        if header:
            settings.append(element("tblHeader"))
        row.append(settings)
        self.tbl.append(row)
        return row

    def cell(self, row, column: int, span: int = 1, *, merge: str = "", across: str = "center", underlined=False):
        """A cell of `span` columns and its first paragraph; `merge` "restart" begins, "continue" goes on downward."""
        cell = element("tc")
        settings = element("tcPr")
        settings.append(element("tcW", w=twips(sum(self.widths[column : column + span])), type="dxa"))
        if span > 1:
            settings.append(element("gridSpan", val=span))
        if merge:
            settings.append(element("vMerge", val=merge))
        if underlined:
            borders = element("tcBorders")
            borders.append(element("bottom", val="single", sz=4, space=0, color="000000"))
            settings.append(borders)
        settings.append(element("vAlign", val=across))
        cell.append(settings)
        row.append(cell)
        return cell, self.paragraph(cell)

    def paragraph(self, cell) -> Paragraph:
        line = OxmlElement("w:p")
        cell.append(line)
        paragraph = Paragraph(line, self.parent)
        paragraph.paragraph_format.line_spacing = 1.1
        return paragraph


def set_font(properties, name: str) -> None:
    """`name` for all scripts of a run's or style's properties."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def page_number(line: Paragraph, name: str) -> None:
    """PAGE or NUMPAGES, counted by Word."""
    run = line.add_run()
    run.font.size = Pt(9)
    run._element.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = name
    run._element.append(instruction)
    run._element.append(element("fldChar", fldCharType="end"))
