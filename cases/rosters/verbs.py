"""What the printing of registers is called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "register.printed": "打印登记表、登记簿",
        "mediator.photo_kept": "登记调解员照片",
        "mediation_committee.photo_kept": "登记调委会照片",
    },
    readings={"register.printed"},
)
