"""The register of simple oral agreements, a month or a year of a committee, a page for each (domain/mediation.md 3.2).

Its pages are numbered as they come in; printed, it has a cover with a table of what is on which page, and behind it the
registration forms (F10).
"""

import io
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from cases.archive import binding
from cases.archive.models import Volume
from cases.archive.rules import REGISTER_PERIOD, YEAR
from cases.docket.models import Case
from cases.documents.coverage import printable
from cases.documents.dates import day
from cases.documents.descriptions.parts import label, row, value
from cases.documents.layout import Document, Para, Table, written_over
from cases.documents.models import ProducedDocument
from governance import rules
from governance.errors import NotPermitted, WrongState
from governance.jobs.actions import start_job
from governance.jobs.models import Job

JOB = "archive.register"
FORM = "F10"


def register_for(case: Case, on: date) -> str:
    """What the register is called into which a case closed `on` goes, by the rule of its place."""
    period = f"{on:%Y}" if rules.value(REGISTER_PERIOD, case.area_id, on) == YEAR else f"{on:%Y-%m}"
    return f"{period} 口头协议登记册"


def next_page(area: str, register: str) -> int:
    """The first page that is free behind the others."""
    known = Volume.objects.current().filter(register=register, case__area_id=area)
    return (known.aggregate(last=Max("register_page"))["last"] or 0) + 1


@transaction.atomic
def start_printing(volume: Volume, *, by) -> Job:
    """Have the register in which a case stands printed as one PDF, by a job; who reads the files of the place."""
    area = volume.case.area_id
    if not (by._meta.model_name == "account" and by.holds("case.read", area)):
        raise NotPermitted("须由可以查阅案卷的人员打印。")
    if not volume.is_register:
        raise WrongState("本案没有合订入登记册。")
    title = f"打印{volume.register}"
    return start_job(JOB, by=by, area=area, title=title, payload={"area": area, "register": volume.register})


def entries_of(area: str, register: str) -> list[Volume]:
    """Its pages in their order, without those whose cases were destroyed."""
    rows = Volume.objects.current().filter(register=register, case__area_id=area).exclude(case__archive="destroyed")
    return list(rows.select_related("case__committee__body").order_by("register_page"))


def printed_register(area: str, register: str, *, progress=None) -> bytes:
    """The whole register as one PDF, its pages numbered as the register counts them."""
    from cases.documents.pdf import number_pages, to_pdf  # 30 MB that most processes never need

    entries, now = entries_of(area, register), timezone.now()
    if progress:
        progress.expect(len(entries) + 1)
    writer = PdfWriter()
    lines = []
    for entry in entries:
        form = _form_of(entry.case)
        pages = len(writer.pages)
        if form and form.pdf:
            with form.pdf.open() as file:
                writer.append(PdfReader(io.BytesIO(file.read())))
        lines.append((entry, form, pages + 1, len(writer.pages) - pages))
        if progress:
            progress.advance()
    if writer.pages:
        binding.number(writer, number_pages(len(writer.pages)))
    front = to_pdf(written_over(_front(register, lines), printable), at=now)
    if progress:
        progress.advance()
    return binding.finished(writer, front=[front], title=register)


def _form_of(case: Case) -> ProducedDocument | None:
    return case.documents.standing().filter(form=FORM).select_related("pdf").order_by("-id").first()


def _front(register: str, lines) -> Document:
    head = row(*map(label, ("页码", "案号", "当事人和纠纷", "达成日期", "履行", "本册页号", "备注")))
    rows = tuple(
        row(
            value(entry.register_page, align="center"),
            value(entry.number),
            value(entry.name),
            value(day(entry.case.result_on)),
            value(entry.case.get_performance_display(), align="center"),
            value(first if pages else "", align="center"),
            value("" if form else "缺登记表"),
        )
        for entry, form, first, pages in lines
    )
    committee = str(lines[0][0].case.committee) if lines else ""
    table = Table((14, 34, 40, 24, 16, 14, 16), (head, *rows), header=1, small=True)
    return Document("人民调解口头协议登记册", (Para(f"{register}，共 {len(lines)} 件。", 0), table), heading=committee)
