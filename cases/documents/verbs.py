"""What the acts about documents are called in the trail."""

from governance.audit.verbs import DETAILS, declare

declare(
    {
        "case.document_produced": "制作文书",
        "case.document_signed": "登记文书签署",
        "case.document_voided": "作废文书",
    }
)

DETAILS.update({"paper": "文书序号", "form": "文书格式", "corrects": "更正的文书序号", "signed_by": "签署人"})
