"""What a file is by its bytes. Its name and what the browser says of it count for nothing."""

import codecs
import zipfile

PDF, PNG, JPEG, HEIC = "application/pdf", "image/png", "image/jpeg", "image/heic"
GZIP, XZ = "application/gzip", "application/x-xz"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LABELS = {
    PDF: "PDF",
    PNG: "PNG 图片",
    JPEG: "JPEG 图片",
    HEIC: "HEIC 照片",
    GZIP: "gzip 压缩文件",
    XZ: "xz 压缩文件",
    CSV: "CSV 文本",
    XLSX: "Excel 工作簿（.xlsx）",
    DOCX: "Word 文档（.docx）",
}
MAGIC = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"\x1f\x8b": GZIP,
    b"\xfd7zXZ\x00": XZ,
}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and any office file behind a password
OFFICE = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
HEAD = 4096  # bytes that are looked at
MOST_UNPACKED = 500 * 1024 * 1024  # bytes; an office file that unpacks to more is a trap
ENCODINGS = ("utf-8-sig", "gb18030")


def sniff(file) -> str:
    """The content type of an open, seekable file, left at its start; "" for what is not known.

    Plain text counts as CSV here: `TextCheck` looks at all of it while it is stored.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        found = _office(file)
        file.seek(0)
        return found
    for magic, content_type in MAGIC.items():
        if head.startswith(magic):
            return content_type
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return HEIC
    return "" if not head or b"\x00" in head else CSV


def why_unusable(file) -> str:
    """What to tell who brought a file that nobody could open later: a program, or locked by a password; "" for others.

    Of an open, seekable file, left at its start.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(PROGRAMS):
        return "这是程序文件，不是文档或照片（只看内容，不看文件名），不能上传。"
    if head.startswith(OLD_OFFICE):
        return "这是旧版 Office 文件或者有打开密码的文件：请取消密码，另存为 .docx、.xlsx 或 PDF 后再上传。"
    if head.startswith(b"%PDF-") and _is_locked_pdf(file):
        return "这个 PDF 有密码保护：请取消密码（或“打印为 PDF”）后再上传。"
    return ""


def _is_locked_pdf(file) -> bool:
    """Whether its trailer names an encryption dictionary; read in pieces that overlap, so that no mark is cut."""
    tail = b""
    while piece := file.read(1024 * 1024):
        if b"/Encrypt" in tail + piece:
            file.seek(0)
            return True
        tail = piece[-8:]
    file.seek(0)
    return False


def _office(file) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return ""
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""  # macros
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return ""
    return next((content_type for name, content_type in OFFICE.items() if name in names), "")


class TextCheck:
    """Reads a text as it streams by: which of the encodings in use it holds to, from the first byte to the last."""

    def __init__(self):
        self._decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        if b"\x00" in chunk:
            self._decoders.clear()
        for name, decoder in list(self._decoders.items()):
            try:
                decoder.decode(chunk, last)
            except UnicodeDecodeError:
                del self._decoders[name]

    @property
    def encoding(self) -> str:
        """The first encoding that fits all of the text; "" when none does."""
        return next(iter(self._decoders), "")
