"""A court is asked about one agreement, with an outcome by its kind; who is urged is told where else to turn."""

import django.db.models.deletion
from django.db import migrations, models

OF_ITS_DAY = """
UPDATE cases_recourse r SET agreement_id = (
    SELECT a.id FROM cases_agreement a
    WHERE a.case_id = r.case_id AND a.state IN ('effective', 'replaced')
    ORDER BY (a.effective_on <= r.begun_on) DESC, a.effective_on DESC, a.id DESC LIMIT 1
)
"""
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"  # a column changes only when nothing waits to be checked


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_case_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="recourse",
            name="agreement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recourses",
                to="cases.agreement",
            ),
        ),
        migrations.AddField(
            model_name="recourse",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("title", "得到可以执行的判决、调解书或者支付令"),
                    ("dismissed", "驳回，或者支付令失效"),
                    ("withdrawn", "撤诉或者撤回申请"),
                    ("enforced", "执行完毕"),
                    ("abandoned", "终结执行（未全部执行到位）"),
                ],
                max_length=9,
                default="",
                verbose_name="结果类型",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="urging",
            name="has_told",
            field=models.BooleanField(default=False, verbose_name="已告知救济途径"),
        ),
        migrations.RunSQL(OF_ITS_DAY, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="recourse",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="recourses", to="cases.agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="recourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), ("ended_on__isnull", False), _connector="OR"),
                name="recourse_outcome_at_its_end",
            ),
        ),
    ]
