"""What the acts about documents are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.document_produced": "制作文书",
        "case.document_signed": "登记文书签署",
        "case.document_voided": "作废文书",
    }
)
