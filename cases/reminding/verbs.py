from governance.audit.verbs import declare

declare({"case.reminded": "催办"})
