"""`manage.py openapi` writes docs/openapi.yaml; `--check` fails when the file is not what the code says."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from governance.api.schema import document

FILE = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def written() -> bytes:
    """The document as the file has it. Raises CommandError for what the generator could not make out."""
    GENERATOR_STATS.reset()
    made = document()
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise CommandError("接口文档有上面的疑点。")
    validate_schema(made)
    return OpenApiYamlRenderer().render(made, renderer_context={})


class Command(BaseCommand):
    help = "写出 docs/openapi.yaml；--check 只比较"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        text = written()
        if check and (not FILE.exists() or FILE.read_bytes() != text):
            raise CommandError("docs/openapi.yaml 与代码不一致，请运行 manage.py openapi 并提交。")
        if not check:
            FILE.write_bytes(text)
