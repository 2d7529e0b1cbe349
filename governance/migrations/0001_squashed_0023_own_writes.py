"""The ground floor at once, for a new database; one that has the steps it replaces keeps them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import governance.areas.models
import governance.areas.partitions.models
import governance.committees.kinds
import governance.people.models
import governance.sealing.fields
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

from governance.at_once import MakeAtOnce, without_pattern_indexes
from governance.calendars.loading import load_shipped

KEY = """
CREATE FUNCTION area_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(lower(normalize(name, NFKC) COLLATE "C"), ' ()、·.,-_''"', '');
COMMENT ON FUNCTION area_key IS 'A place name as searched: full-width letters plain, lower case, no punctuation.';
"""
BIGRAMS = """
CREATE FUNCTION area_bigrams(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    key text := public.area_key(name);
    found text[] := '{}';
BEGIN
    IF length(key) < 2 THEN
        RETURN ARRAY[key];
    END IF;
    FOR place IN 1 .. length(key) - 1 LOOP
        found := found || substr(key, place, 2);
    END LOOP;
    RETURN found;
END
$$;
COMMENT ON FUNCTION area_bigrams IS 'Every two neighbouring characters of a place name, for the index of names.';
"""


def load(apps, schema_editor):
    models = [apps.get_model("governance", name) for name in ("CalendarYear", "CalendarDay", "CalendarEdition")]
    load_shipped(*(model.objects for model in models))


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('governance', '0001_initial'),
        ('governance', '0002_jobs'),
        ('governance', '0003_client_rotation_and_first_password'),
        ('governance', '0004_area_names'),
        ('governance', '0005_rules_and_population'),
        ('governance', '0006_files'),
        ('governance', '0007_persons'),
        ('governance', '0008_kept_answers'),
        ('governance', '0009_partitions_changes_bodies'),
        ('governance', '0010_area_search'),
        ('governance', '0011_places_search_and_load'),
        ('governance', '0012_trail_seals'),
        ('governance', '0013_places_order'),
        ('governance', '0014_calendars'),
        ('governance', '0015_shipped_calendars'),
        ('governance', '0016_notices'),
        ('governance', '0017_no_pattern_indexes'),
        ('governance', '0018_person_ethnicity'),
        ('governance', '0019_saved_filters'),
        ('governance', '0020_verification_and_texts'),
        ('governance', '0021_feed'),
        ('governance', '0022_metrics'),
        ('governance', '0023_own_writes'),
    ]

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(KEY, "DROP FUNCTION area_key(text)"),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION area_bigrams(text)"),
        MakeAtOnce(
            [
                migrations.CreateModel(
                    name='CalendarYear',
                    fields=[
                        ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                        ('title', models.CharField(max_length=200, verbose_name='依据文件')),
                        ('document_no', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                        ('issued_on', models.DateField(verbose_name='发文日期')),
                        ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                    ],
                    options={
                        'verbose_name': '年度工作日历',
                        'verbose_name_plural': '年度工作日历',
                    },
                ),
                migrations.CreateModel(
                    name='FeedTouch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20, verbose_name='种类')),
                        ('subject', models.BigIntegerField(verbose_name='记录')),
                    ],
                    options={
                        'verbose_name': '待编号的变更',
                        'verbose_name_plural': '待编号的变更',
                    },
                ),
                migrations.CreateModel(
                    name='MetricCell',
                    fields=[
                        ('pk', models.CompositePrimaryKey('counter', 'place', 'unit', 'starts_on', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('counter', models.CharField(db_collation='C', max_length=60, verbose_name='计数')),
                        ('place', models.CharField(db_collation='C', max_length=12, verbose_name='区域')),
                        ('unit', models.CharField(db_collation='C', max_length=1, verbose_name='单位')),
                        ('starts_on', models.DateField(verbose_name='首日')),
                        ('total', models.BigIntegerField(verbose_name='合计')),
                        ('slices', models.JSONField(verbose_name='分组')),
                    ],
                    options={
                        'verbose_name': '汇总',
                        'verbose_name_plural': '汇总',
                    },
                ),
                migrations.CreateModel(
                    name='MetricRebuild',
                    fields=[
                        ('source', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='来源')),
                        ('position', models.BigIntegerField(default=0, verbose_name='已到对象')),
                        ('began_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='开始时间')),
                    ],
                    options={
                        'verbose_name': '重新汇总',
                        'verbose_name_plural': '重新汇总',
                    },
                ),
                migrations.CreateModel(
                    name='OwnWrite',
                    fields=[
                        ('actor', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='操作者')),
                        ('position', models.BigIntegerField(help_text='字节；主库预写日志（WAL）的位置', verbose_name='日志位置')),
                    ],
                    options={
                        'verbose_name': '各操作者最后写入的位置',
                        'verbose_name_plural': '各操作者最后写入的位置',
                    },
                ),
                migrations.CreateModel(
                    name='RungSweep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rung', models.CharField(max_length=60, unique=True)),
                        ('swept_on', models.DateField(null=True)),
                        ('swept_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': '提醒清查',
                        'verbose_name_plural': '提醒清查',
                    },
                ),
                migrations.CreateModel(
                    name='TrailEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recorded_at', models.DateTimeField(db_index=True, verbose_name='记录时间')),
                        ('transaction', models.BigIntegerField(default=0)),
                        ('happened_at', models.DateTimeField(verbose_name='发生时间')),
                        ('verb', models.CharField(max_length=60, verbose_name='操作')),
                        ('subject_type', models.CharField(max_length=60, verbose_name='对象类型')),
                        ('subject_id', models.CharField(max_length=60, verbose_name='对象编号')),
                        ('origin', models.GenericIPAddressField(null=True, verbose_name='来源地址')),
                        ('request_id', models.CharField(blank=True, max_length=64, verbose_name='请求编号')),
                        ('details_digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': '操作留痕',
                        'verbose_name_plural': '操作留痕',
                    },
                ),
                migrations.CreateModel(
                    name='TrailSeal',
                    fields=[
                        ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('entry_id', models.BigIntegerField(unique=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('sealed_at', models.DateTimeField()),
                        ('horizon', models.BigIntegerField()),
                    ],
                    options={
                        'verbose_name': '留痕封印',
                        'verbose_name_plural': '留痕封印',
                    },
                ),
                migrations.CreateModel(
                    name='VerificationFinding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=300, verbose_name='问题')),
                        ('url', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'verbose_name': '核对发现的问题',
                        'verbose_name_plural': '核对发现的问题',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='VerificationResult',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, verbose_name='核对项')),
                        ('looked_at', models.PositiveBigIntegerField(verbose_name='核对数')),
                        ('fault_count', models.PositiveIntegerField(verbose_name='发现问题')),
                        ('took', models.DurationField(verbose_name='用时')),
                    ],
                    options={
                        'verbose_name': '核对结果',
                        'verbose_name_plural': '核对结果',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='VerificationRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('started_at', models.DateTimeField(verbose_name='开始时间')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                        ('fault_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='发现问题')),
                    ],
                    options={
                        'verbose_name': '数据核对',
                        'verbose_name_plural': '数据核对',
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('username', models.CharField(max_length=50, unique=True, verbose_name='用户名')),
                        ('name', models.CharField(max_length=50, verbose_name='姓名')),
                        ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                        ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须修改密码')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='开通时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='开通人')),
                    ],
                    options={
                        'verbose_name': '账号',
                        'verbose_name_plural': '账号',
                    },
                    bases=(governance.people.models.Actor, models.Model),
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='开始日')),
                        ('ends_on', models.DateField(verbose_name='返回日')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='请假人')),
                        ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to=settings.AUTH_USER_MODEL, verbose_name='代办人')),
                    ],
                    options={
                        'verbose_name': '请假代办',
                        'verbose_name_plural': '请假代办',
                        'ordering': ['starts_on', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Address',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(max_length=20, verbose_name='渠道')),
                        ('address', governance.sealing.fields.SealedField(purpose='notice_address.address', verbose_name='地址')),
                        ('frequency', models.CharField(choices=[('single', '随到随发'), ('digest', '每天早上汇总一条')], default='single', max_length=10, verbose_name='方式')),
                        ('is_on', models.BooleanField(default=True, verbose_name='启用')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                    ],
                    options={
                        'verbose_name': '站外提醒地址',
                        'verbose_name_plural': '站外提醒地址',
                    },
                ),
                migrations.CreateModel(
                    name='Area',
                    fields=[
                        ('code', models.CharField(db_collation='C', max_length=12, primary_key=True, serialize=False, verbose_name='代码')),
                        ('name', models.CharField(db_collation='C', max_length=100, verbose_name='名称')),
                        ('level', models.PositiveSmallIntegerField(verbose_name='级别')),
                        ('pinyin', models.CharField(blank=True, db_collation='C', max_length=400, verbose_name='拼音')),
                        ('initials', models.CharField(blank=True, db_collation='C', max_length=100, verbose_name='拼音首字母')),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用日')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('parent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='governance.area', verbose_name='上级')),
                    ],
                    options={
                        'verbose_name': '区域',
                        'verbose_name_plural': '区域',
                    },
                ),
                migrations.CreateModel(
                    name='ApiClient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='名称')),
                        ('key_id', models.CharField(max_length=24, unique=True, verbose_name='密钥编号')),
                        ('secret_digest', models.CharField(max_length=128)),
                        ('previous_digest', models.CharField(blank=True, max_length=128)),
                        ('previous_until', models.DateTimeField(blank=True, null=True, verbose_name='旧密钥有效至')),
                        ('verbs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='允许的操作')),
                        ('networks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None, verbose_name='允许的网段')),
                        ('rate_per_minute', models.PositiveIntegerField(default=300, verbose_name='每分钟请求上限')),
                        ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='吊销时间')),
                        ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用')),
                        ('last_used_from', models.GenericIPAddressField(blank=True, null=True, verbose_name='最近来源')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='所属区域')),
                    ],
                    options={
                        'verbose_name': '接口客户端',
                        'verbose_name_plural': '接口客户端',
                    },
                    bases=(governance.people.models.Actor, models.Model),
                ),
                migrations.AddField(
                    model_name='account',
                    name='opened_in',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='开通区域'),
                ),
                migrations.CreateModel(
                    name='AreaChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('set_up', '设立'), ('split', '拆分'), ('merge', '合并'), ('convert', '改制（换代码）'), ('boundary', '边界调整'), ('rename', '更名'), ('revoke', '撤销')], max_length=10, verbose_name='变更类型')),
                        ('document_no', models.CharField(max_length=100, verbose_name='批准文号')),
                        ('approved_on', models.DateField(verbose_name='批准日期')),
                        ('effective_on', models.DateField(verbose_name='生效日期')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                        ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='批准机关所在区域')),
                        ('proposer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='提出的街道（镇）')),
                        ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
                    ],
                    options={
                        'verbose_name': '区域变更',
                        'verbose_name_plural': '区域变更',
                    },
                ),
                migrations.CreateModel(
                    name='AreaChangeItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('to_code', models.CharField(blank=True, max_length=12, verbose_name='去向代码')),
                        ('name', models.CharField(blank=True, max_length=100, verbose_name='名称')),
                        ('makes_new', models.BooleanField(default=False, verbose_name='新设')),
                        ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='占比（%）')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                        ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='governance.areachange')),
                        ('from_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area')),
                        ('to_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area')),
                    ],
                    options={
                        'verbose_name': '变更明细',
                        'verbose_name_plural': '变更明细',
                    },
                ),
                migrations.CreateModel(
                    name='AreaLoad',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('uploaded', '待比对'), ('compared', '待确认'), ('applied', '已载入'), ('discarded', '已放弃'), ('failed', '文件有误')], default='uploaded', max_length=12, verbose_name='状态')),
                        ('file_name', models.CharField(max_length=200, verbose_name='文件')),
                        ('file_digest', models.CharField(max_length=64, verbose_name='SHA-256 摘要')),
                        ('effective_on', models.DateField(null=True, verbose_name='生效日')),
                        ('fingerprint', models.CharField(blank=True, max_length=80)),
                        ('counts', models.JSONField(default=dict, verbose_name='条数')),
                        ('problems', models.JSONField(default=list, verbose_name='问题')),
                        ('notes', models.JSONField(default=list, verbose_name='说明')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                        ('applied_at', models.DateTimeField(null=True, verbose_name='载入时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='范围')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '区划代码载入',
                        'verbose_name_plural': '区划代码载入',
                    },
                ),
                migrations.CreateModel(
                    name='AreaLoadChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('new', '新增'), ('gone', '停用'), ('renamed', '更名'), ('moved', '换码'), ('ended_here', '本系统已停用')], max_length=12, verbose_name='差异')),
                        ('code', models.CharField(db_collation='C', max_length=12, verbose_name='代码')),
                        ('name', models.CharField(max_length=100, verbose_name='名称')),
                        ('old_code', models.CharField(blank=True, db_collation='C', max_length=12, verbose_name='原代码')),
                        ('old_name', models.CharField(blank=True, max_length=100, verbose_name='原名称')),
                        ('load', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='governance.areaload')),
                    ],
                    options={
                        'verbose_name': '区划代码差异',
                        'verbose_name_plural': '区划代码差异',
                    },
                ),
                migrations.CreateModel(
                    name='AreaName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, verbose_name='名称')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='启用日')),
                        ('source', models.CharField(blank=True, max_length=100, verbose_name='依据')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='governance.area', verbose_name='区域')),
                    ],
                    options={
                        'verbose_name': '区域名称',
                        'verbose_name_plural': '区域名称',
                    },
                ),
                migrations.CreateModel(
                    name='AreaPopulation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField(verbose_name='统计时点')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                        ('registered', models.PositiveIntegerField(blank=True, null=True, verbose_name='户籍人口')),
                        ('permanent', models.PositiveIntegerField(blank=True, null=True, verbose_name='常住人口')),
                        ('floating', models.PositiveIntegerField(blank=True, null=True, verbose_name='外来人口')),
                        ('over_60', models.PositiveIntegerField(blank=True, null=True, verbose_name='60 岁以上')),
                        ('over_80', models.PositiveIntegerField(blank=True, null=True, verbose_name='80 岁以上')),
                        ('children', models.PositiveIntegerField(blank=True, null=True, verbose_name='未成年人')),
                        ('source', models.CharField(max_length=100, verbose_name='来源')),
                        ('confidence', models.CharField(choices=[('verified', '已核实'), ('reported', '上报数'), ('estimated', '推算数')], default='reported', max_length=10, verbose_name='可信程度')),
                        ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='population', to='governance.area', verbose_name='区域')),
                        ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '人口数据',
                        'verbose_name_plural': '人口数据',
                    },
                ),
                migrations.CreateModel(
                    name='AreaReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.PositiveSmallIntegerField(verbose_name='级别')),
                        ('pinyin', models.CharField(db_collation='C', max_length=200)),
                        ('initials', models.CharField(db_collation='C', max_length=200)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='governance.area')),
                    ],
                    options={
                        'verbose_name': '区域其他读音',
                        'verbose_name_plural': '区域其他读音',
                    },
                ),
                migrations.CreateModel(
                    name='AreaSuccession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='生效日')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='governance.area', verbose_name='原区域')),
                        ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='governance.area')),
                    ],
                    options={
                        'verbose_name': '区域承接',
                        'verbose_name_plural': '区域承接',
                        'ordering': ['on', 'successor_id'],
                    },
                ),
                migrations.CreateModel(
                    name='BodyFact',
                    fields=[
                        ('subject', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='对象')),
                        ('area_id', models.CharField(db_collation='C', max_length=12, verbose_name='区域')),
                        ('kind', models.CharField(max_length=40, verbose_name='类型')),
                        ('began_on', models.DateField(verbose_name='成立日期')),
                        ('ended_on', models.DateField(null=True, verbose_name='终止日')),
                    ],
                    options={
                        'verbose_name': '组织统计',
                        'verbose_name_plural': '组织统计',
                        'indexes': [models.Index(fields=['area_id', 'began_on'], name='fact_body_began'), models.Index(fields=['area_id', 'ended_on'], name='fact_body_ended')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='日期')),
                        ('is_workday', models.BooleanField(verbose_name='上班')),
                        ('name', models.CharField(max_length=20, verbose_name='节日')),
                        ('calendar_year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='governance.calendaryear', verbose_name='年份')),
                    ],
                    options={
                        'verbose_name': '日历中的日期',
                        'verbose_name_plural': '日历中的日期',
                        'ordering': ('on',),
                    },
                ),
                migrations.CreateModel(
                    name='Estate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='起始日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起不再有效）')),
                        ('name', models.CharField(max_length=100, verbose_name='小区名称')),
                        ('kind', models.CharField(choices=[('commercial', '商品房'), ('sold_public', '售后公房'), ('system_public', '系统公房'), ('direct_public', '直管公房'), ('affordable', '保障性住房'), ('resettlement', '动迁房'), ('villa', '别墅'), ('self_built', '农民自建房'), ('mixed', '混合'), ('other', '其他')], max_length=20, verbose_name='房屋类型')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                        ('built_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='建成年份')),
                        ('floor_area', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='建筑面积（平方米）')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                        ('property_firm', models.CharField(blank=True, max_length=100, verbose_name='物业服务企业')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': '小区',
                        'verbose_name_plural': '小区',
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='estate_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='BuildingGroup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='起始日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起不再有效）')),
                        ('name', models.CharField(max_length=100, verbose_name='楼组（幢、门栋）')),
                        ('leader', models.CharField(blank=True, max_length=50, verbose_name='楼组长')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                        ('has_party_group', models.BooleanField(default=False, verbose_name='设有党小组')),
                        ('is_justice_point', models.BooleanField(default=False, verbose_name='司法睦邻点')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='居（村）委会')),
                        ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='building_groups', to='governance.estate', verbose_name='小区')),
                    ],
                    options={
                        'verbose_name': '楼组',
                        'verbose_name_plural': '楼组',
                    },
                ),
                migrations.CreateModel(
                    name='Body',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=governance.committees.kinds.grouped_choices, max_length=40, verbose_name='类型')),
                        ('name', models.CharField(max_length=100, verbose_name='名称')),
                        ('short_name', models.CharField(blank=True, max_length=50, verbose_name='简称')),
                        ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                        ('established_on', models.DateField(verbose_name='成立日期')),
                        ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起不再存在）')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='办公电话')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='办公地址')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='所在区域')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='governance.body', verbose_name='上级组织')),
                        ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='governance.estate', verbose_name='所在小区')),
                    ],
                    options={
                        'verbose_name': '组织',
                        'verbose_name_plural': '组织',
                    },
                ),
                migrations.CreateModel(
                    name='EstateLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='起始日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起不再有效）')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='其中户数')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='居（村）委会')),
                        ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='governance.estate', verbose_name='小区')),
                    ],
                    options={
                        'verbose_name': '小区归属',
                        'verbose_name_plural': '小区归属',
                    },
                ),
                migrations.CreateModel(
                    name='FeedEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20, verbose_name='种类')),
                        ('subject', models.BigIntegerField(verbose_name='记录')),
                        ('seq', models.BigIntegerField(verbose_name='序号')),
                        ('since', models.BigIntegerField(verbose_name='首次序号')),
                        ('is_gone', models.BooleanField(default=False, verbose_name='已不可见')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('area', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.area', verbose_name='区域')),
                    ],
                    options={
                        'verbose_name': '变更',
                        'verbose_name_plural': '变更',
                    },
                ),
                migrations.CreateModel(
                    name='FilterWatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('looked_at', models.DateTimeField()),
                        ('fault', models.CharField(blank=True, max_length=200)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '筛选提醒',
                        'verbose_name_plural': '筛选提醒',
                    },
                ),
                migrations.CreateModel(
                    name='FilterNews',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('found_at', models.DateTimeField()),
                        ('count', models.PositiveIntegerField()),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='governance.filterwatch')),
                    ],
                    options={
                        'verbose_name': '筛选的新匹配',
                        'verbose_name_plural': '筛选的新匹配',
                    },
                ),
                migrations.CreateModel(
                    name='FilterMatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row_id', models.BigIntegerField()),
                        ('news', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='governance.filternews')),
                        ('watch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='governance.filterwatch')),
                    ],
                    options={
                        'verbose_name': '筛选匹配',
                        'verbose_name_plural': '筛选匹配',
                    },
                ),
                migrations.CreateModel(
                    name='Grid',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_on', models.DateField(verbose_name='起始日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起不再有效）')),
                        ('code', models.CharField(max_length=30, verbose_name='网格编号')),
                        ('name', models.CharField(max_length=100, verbose_name='网格名称')),
                        ('leader', models.CharField(blank=True, max_length=50, verbose_name='网格长')),
                        ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='居（村）委会')),
                    ],
                    options={
                        'verbose_name': '网格',
                        'verbose_name_plural': '网格',
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60, verbose_name='种类')),
                        ('title', models.CharField(max_length=200, verbose_name='名称')),
                        ('payload', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('done', '已完成'), ('failed', '未完成'), ('cancelled', '已取消')], default='queued', max_length=10, verbose_name='状态')),
                        ('done', models.PositiveBigIntegerField(default=0, verbose_name='已处理')),
                        ('total', models.PositiveBigIntegerField(default=0, verbose_name='总数')),
                        ('position', models.JSONField(null=True)),
                        ('result', models.JSONField(default=dict, verbose_name='结果')),
                        ('message', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='运行次数')),
                        ('runner', models.UUIDField(null=True)),
                        ('cancel_requested', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='发起时间')),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('started_at', models.DateTimeField(null=True, verbose_name='开始时间')),
                        ('heartbeat_at', models.DateTimeField(null=True)),
                        ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='区域')),
                        ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='governance.apiclient')),
                    ],
                    options={
                        'verbose_name': '任务',
                        'verbose_name_plural': '任务',
                    },
                ),
                migrations.CreateModel(
                    name='CalendarEdition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(verbose_name='版本')),
                        ('source', models.CharField(max_length=320, verbose_name='依据文件')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='更正理由')),
                        ('changes', models.JSONField(default=dict, verbose_name='变动')),
                        ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('calendar_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='governance.calendaryear', verbose_name='年份')),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='governance.job', verbose_name='重新推算任务')),
                    ],
                    options={
                        'verbose_name': '工作日历版本',
                        'verbose_name_plural': '工作日历版本',
                        'ordering': ('-id',),
                    },
                ),
                migrations.AddField(
                    model_name='areaload',
                    name='job',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.job'),
                ),
                migrations.CreateModel(
                    name='JobProblem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveBigIntegerField(default=0, verbose_name='行号')),
                        ('what', models.CharField(max_length=200, verbose_name='内容')),
                        ('why', models.CharField(max_length=500, verbose_name='原因')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='governance.job')),
                    ],
                    options={
                        'verbose_name': '任务问题',
                        'verbose_name_plural': '任务问题',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='KeptAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('owner', models.CharField(max_length=60)),
                        ('key', models.CharField(db_collation='C', max_length=255)),
                        ('digest', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField()),
                        ('headers', models.JSONField(default=dict)),
                        ('body', models.BinaryField(blank=True)),
                        ('kept_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                    ],
                    options={
                        'verbose_name': '已答复的请求',
                        'verbose_name_plural': '已答复的请求',
                        'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='kept_answer_is_one_for_a_key')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricDraft',
                    fields=[
                        ('pk', models.CompositePrimaryKey('source', 'subject', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('source', models.CharField(db_collation='C', max_length=20, verbose_name='来源')),
                        ('subject', models.BigIntegerField(verbose_name='对象')),
                        ('key', models.BigIntegerField(verbose_name='所属对象')),
                        ('fact', models.JSONField(verbose_name='内容')),
                    ],
                    options={
                        'verbose_name': '重新汇总的草稿',
                        'verbose_name_plural': '重新汇总的草稿',
                        'indexes': [models.Index(fields=['source', 'key'], name='metric_draft_by_key')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricTouch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=20, verbose_name='来源')),
                        ('subject', models.BigIntegerField(verbose_name='对象')),
                    ],
                    options={
                        'verbose_name': '待计入的变动',
                        'verbose_name_plural': '待计入的变动',
                        'indexes': [models.Index(fields=['source', 'subject'], name='metric_touch_by_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rung', models.CharField(max_length=60, verbose_name='种类')),
                        ('subject_id', models.BigIntegerField(verbose_name='事项编号')),
                        ('occasion', models.CharField(max_length=60)),
                        ('due_on', models.DateField(null=True, verbose_name='期限')),
                        ('falls_on', models.DateField(verbose_name='提醒日')),
                        ('raised_at', models.DateTimeField(verbose_name='发出时间')),
                        ('shows_at', models.DateTimeField(verbose_name='显示时间')),
                        ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                        ('done_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                        ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                        ('withdrawn_because', models.CharField(blank=True, choices=[('moved', '事项已办结或期限已变更'), ('replaced', '已有更新的提醒'), ('taken_back', '已收回')], max_length=10, verbose_name='撤回原因')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='区域')),
                        ('on_behalf_of', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代')),
                        ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                    ],
                    options={
                        'verbose_name': '提醒',
                        'verbose_name_plural': '提醒',
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('waiting', '待发送'), ('sent', '已发送'), ('given_up', '发送失败'), ('dropped', '不再需要')], default='waiting', max_length=10, verbose_name='状态')),
                        ('holds', models.BooleanField(default=True, verbose_name='静默时段不发送')),
                        ('send_at', models.DateTimeField(verbose_name='发送时间')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                        ('tried_at', models.DateTimeField(null=True, verbose_name='最近尝试')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                        ('problem', models.CharField(blank=True, max_length=200, verbose_name='失败原因')),
                        ('address', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='governance.address')),
                        ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='governance.notice')),
                    ],
                    options={
                        'verbose_name': '站外发送',
                        'verbose_name_plural': '站外发送',
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('legal_person', '法人'), ('unincorporated', '非法人组织'), ('individual_business', '个体工商户')], max_length=20, verbose_name='类型')),
                        ('name', models.CharField(max_length=100, verbose_name='名称')),
                        ('pinyin', models.CharField(db_collation='C', editable=False, max_length=600)),
                        ('initials', models.CharField(db_collation='C', editable=False, max_length=200)),
                        ('credit_code', models.CharField(blank=True, db_collation='C', db_index=True, max_length=18, verbose_name='统一社会信用代码')),
                        ('legal_representative', models.CharField(blank=True, max_length=20, verbose_name='法定代表人（负责人、经营者）')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='备注')),
                        ('registered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='登记时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='登记区域')),
                    ],
                    options={
                        'verbose_name': '单位',
                        'verbose_name_plural': '单位',
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=20, verbose_name='姓名')),
                        ('pinyin', models.CharField(db_collation='C', editable=False, max_length=200)),
                        ('initials', models.CharField(db_collation='C', editable=False, max_length=40)),
                        ('sex', models.CharField(blank=True, choices=[('male', '男'), ('female', '女')], max_length=6, verbose_name='性别')),
                        ('ethnicity', models.CharField(blank=True, choices=[('01', '汉族'), ('02', '蒙古族'), ('03', '回族'), ('04', '藏族'), ('05', '维吾尔族'), ('06', '苗族'), ('07', '彝族'), ('08', '壮族'), ('09', '布依族'), ('10', '朝鲜族'), ('11', '满族'), ('12', '侗族'), ('13', '瑶族'), ('14', '白族'), ('15', '土家族'), ('16', '哈尼族'), ('17', '哈萨克族'), ('18', '傣族'), ('19', '黎族'), ('20', '傈僳族'), ('21', '佤族'), ('22', '畲族'), ('23', '高山族'), ('24', '拉祜族'), ('25', '水族'), ('26', '东乡族'), ('27', '纳西族'), ('28', '景颇族'), ('29', '柯尔克孜族'), ('30', '土族'), ('31', '达斡尔族'), ('32', '仫佬族'), ('33', '羌族'), ('34', '布朗族'), ('35', '撒拉族'), ('36', '毛南族'), ('37', '仡佬族'), ('38', '锡伯族'), ('39', '阿昌族'), ('40', '普米族'), ('41', '塔吉克族'), ('42', '怒族'), ('43', '乌孜别克族'), ('44', '俄罗斯族'), ('45', '鄂温克族'), ('46', '德昂族'), ('47', '保安族'), ('48', '裕固族'), ('49', '京族'), ('50', '塔塔尔族'), ('51', '独龙族'), ('52', '鄂伦春族'), ('53', '赫哲族'), ('54', '门巴族'), ('55', '珞巴族'), ('56', '基诺族'), ('97', '其他'), ('98', '外国血统中国籍人士')], max_length=2, verbose_name='民族')),
                        ('birth_on_sealed', governance.sealing.fields.SealedField(blank=True, null=True, purpose='person.birth_on', verbose_name='出生日期')),
                        ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='出生年份')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='详细住址')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='备注')),
                        ('no_identifier_reason', models.CharField(blank=True, max_length=200, verbose_name='未登记证件的原因')),
                        ('registered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='登记时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('address_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='住址所在区域')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='登记区域')),
                        ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='governance.person', verbose_name='与此人为同一人')),
                    ],
                    options={
                        'verbose_name': '人员',
                        'verbose_name_plural': '人员',
                    },
                ),
                migrations.CreateModel(
                    name='DuplicateSuspicion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='登记人说明')),
                        ('noticed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='发现时间')),
                        ('verdict', models.CharField(choices=[('open', '待判断'), ('same', '同一人'), ('different', '不是同一人')], default='open', max_length=10, verbose_name='结论')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='判断时间')),
                        ('decision_note', models.CharField(blank=True, max_length=200, verbose_name='判断依据')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判断人')),
                        ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.person', verbose_name='先登记')),
                        ('later', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.person', verbose_name='后登记')),
                    ],
                    options={
                        'verbose_name': '疑似重复',
                        'verbose_name_plural': '疑似重复',
                    },
                ),
                migrations.CreateModel(
                    name='PersonIdentifier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('resident_id', '居民身份证'), ('residence_permit', '港澳台居民居住证'), ('hk_macao_permit', '港澳居民来往内地通行证'), ('taiwan_permit', '台湾居民来往大陆通行证'), ('permanent_resident', '外国人永久居留身份证'), ('passport', '护照'), ('military', '军人证件'), ('other', '其他证件')], max_length=20, verbose_name='证件类型')),
                        ('number', governance.sealing.fields.SealedField(purpose='person_identifier.number', verbose_name='证件号码')),
                        ('digest', governance.sealing.fields.BlindIndexField(db_index=True, editable=False, max_length=81, purpose='person_identifier', reads='index_text')),
                        ('is_primary', models.BooleanField(default=False, verbose_name='主要证件')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='启用日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='停用日')),
                        ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='停用原因')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='governance.person', verbose_name='人员')),
                    ],
                    options={
                        'verbose_name': '证件',
                        'verbose_name_plural': '证件',
                        'ordering': ['-is_primary', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Phone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', governance.sealing.fields.SealedField(purpose='phone.number', verbose_name='电话号码')),
                        ('digest', governance.sealing.fields.BlindIndexField(db_index=True, editable=False, max_length=81, purpose='phone', reads='index_text')),
                        ('label', models.CharField(blank=True, max_length=20, verbose_name='说明')),
                        ('is_primary', models.BooleanField(default=False, verbose_name='主要电话')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='停用日')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phones', to='governance.organisation')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phones', to='governance.person')),
                    ],
                    options={
                        'verbose_name': '电话',
                        'verbose_name_plural': '电话',
                        'ordering': ['-is_primary', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Posting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('committee_member', '居委会成员'), ('mediator', '人民调解员'), ('mediation_director', '调委会主任'), ('street_staff', '街道工作人员'), ('street_justice_officer', '司法所工作人员'), ('street_supervisor', '街道分管负责人'), ('district_viewer', '区级查看人员'), ('district_officer', '区级工作人员'), ('auditor', '审计员'), ('administrator', '系统管理员'), ('api_client', '接口客户端')], max_length=40, verbose_name='角色')),
                        ('starts_on', models.DateField(verbose_name='开始日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='终止日（当日起失效）')),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='授予依据')),
                        ('granted_at', models.DateTimeField(auto_now_add=True, verbose_name='授予时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='governance.area', verbose_name='区域')),
                        ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='governance.apiclient')),
                        ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                    ],
                    options={
                        'verbose_name': '任职',
                        'verbose_name_plural': '任职',
                        'ordering': ['area_id', 'role', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='RuleValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60, verbose_name='规则')),
                        ('starts_on', models.DateField(verbose_name='生效日')),
                        ('value', models.JSONField(blank=True, null=True, verbose_name='取值')),
                        ('inherits', models.BooleanField(default=False, verbose_name='恢复沿用上级')),
                        ('document_no', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                        ('reason', models.CharField(max_length=300, verbose_name='理由')),
                        ('set_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='适用区域')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
                    ],
                    options={
                        'verbose_name': '规则取值',
                        'verbose_name_plural': '规则取值',
                    },
                ),
                migrations.CreateModel(
                    name='SavedFilter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('page', models.CharField(max_length=80, verbose_name='名单')),
                        ('name', models.CharField(max_length=40, verbose_name='名称')),
                        ('query', models.CharField(max_length=4000, verbose_name='条件')),
                        ('role', models.CharField(blank=True, choices=[('committee_member', '居委会成员'), ('mediator', '人民调解员'), ('mediation_director', '调委会主任'), ('street_staff', '街道工作人员'), ('street_justice_officer', '司法所工作人员'), ('street_supervisor', '街道分管负责人'), ('district_viewer', '区级查看人员'), ('district_officer', '区级工作人员'), ('auditor', '审计员'), ('administrator', '系统管理员'), ('api_client', '接口客户端')], max_length=40, verbose_name='共享角色')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                        ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='保存时间')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='saved_filters', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='共享范围')),
                    ],
                    options={
                        'verbose_name': '常用筛选',
                        'verbose_name_plural': '常用筛选',
                    },
                ),
                migrations.AddField(
                    model_name='filterwatch',
                    name='saved_filter',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='governance.savedfilter'),
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('purpose', models.CharField(max_length=40, verbose_name='用途')),
                        ('name', models.CharField(max_length=160, verbose_name='文件名')),
                        ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                        ('encoding', models.CharField(blank=True, max_length=20, verbose_name='编码')),
                        ('size', models.PositiveBigIntegerField(verbose_name='大小（字节）')),
                        ('digest', models.CharField(max_length=64, verbose_name='SM3 摘要')),
                        ('path', models.CharField(max_length=100, unique=True)),
                        ('verb', models.CharField(blank=True, max_length=40)),
                        ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                        ('subject_type', models.CharField(blank=True, max_length=60, verbose_name='对象类型')),
                        ('subject_id', models.CharField(blank=True, max_length=60, verbose_name='对象编号')),
                        ('stored_at', models.DateTimeField(auto_now_add=True, verbose_name='存入时间')),
                        ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='有效期至')),
                        ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='清除时间')),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='区域')),
                        ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.apiclient')),
                    ],
                    options={
                        'verbose_name': '文件',
                        'verbose_name_plural': '文件',
                    },
                ),
                migrations.AddField(
                    model_name='areaload',
                    name='file',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.storedfile'),
                ),
                migrations.AddField(
                    model_name='areachange',
                    name='attachment',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.storedfile', verbose_name='批准文件'),
                ),
                migrations.CreateModel(
                    name='TextVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60, verbose_name='用语')),
                        ('starts_on', models.DateField(verbose_name='启用日')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='停用日')),
                        ('words', models.TextField(max_length=4000, verbose_name='内容')),
                        ('reason', models.CharField(max_length=300, verbose_name='修改理由')),
                        ('set_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='适用区域')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
                    ],
                    options={
                        'verbose_name': '用语版本',
                        'verbose_name_plural': '用语版本',
                    },
                ),
                migrations.CreateModel(
                    name='TrailDetail',
                    fields=[
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='detail', serialize=False, to='governance.trailentry')),
                        ('salt', models.CharField(max_length=32)),
                        ('body', models.JSONField()),
                    ],
                    options={
                        'verbose_name': '留痕详情',
                        'verbose_name_plural': '留痕详情',
                    },
                ),
                migrations.AddField(
                    model_name='trailentry',
                    name='account',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人'),
                ),
                migrations.AddField(
                    model_name='trailentry',
                    name='area',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='区域'),
                ),
                migrations.AddField(
                    model_name='trailentry',
                    name='client',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.apiclient'),
                ),
                migrations.AddField(
                    model_name='trailentry',
                    name='posting',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.posting', verbose_name='任职'),
                ),
                migrations.CreateModel(
                    name='TrailHead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.BigIntegerField(default=0)),
                        ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                        ('transaction', models.BigIntegerField(default=0)),
                        ('entry_id', models.BigIntegerField(default=0)),
                        ('shift', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': '留痕链末端',
                        'verbose_name_plural': '留痕链末端',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='trail_has_one_head')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='trailseal',
                    trigger=pgtrigger.compiler.Trigger(name='trail_seal_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='6a79d9e9750aa73df5d8c46c516ac4044171a379', operation='UPDATE OR DELETE', pgid='pgtrigger_trail_seal_never_changes_99af3', table='governance_trailseal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='trailseal',
                    trigger=pgtrigger.compiler.Trigger(name='trail_seal_is_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='7c89dab5a93155d27bbad3cb48a6045ed56aada3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_trail_seal_is_not_emptied_b0a36', table='governance_trailseal', when='BEFORE')),
                ),
                migrations.AddField(
                    model_name='verificationfinding',
                    name='area',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.area', verbose_name='区域'),
                ),
                migrations.AddField(
                    model_name='verificationfinding',
                    name='result',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='governance.verificationresult'),
                ),
                migrations.AddField(
                    model_name='verificationrun',
                    name='asked_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人'),
                ),
                migrations.AddField(
                    model_name='verificationrun',
                    name='job',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='governance.job'),
                ),
                migrations.AddField(
                    model_name='verificationresult',
                    name='run',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='governance.verificationrun'),
                ),
                migrations.AddConstraint(
                    model_name='absence',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='absence',
                    constraint=models.CheckConstraint(condition=models.Q(('account', models.F('deputy')), _negated=True), name='absence_is_covered_by_another'),
                ),
                migrations.AddConstraint(
                    model_name='absence',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('account', '='), (governance.people.models.DateRange('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='absence_never_overlaps_itself'),
                ),
                migrations.AddConstraint(
                    model_name='address',
                    constraint=models.UniqueConstraint(fields=('account', 'channel'), name='address_is_one_a_channel'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(fields=['parent', 'code'], name='area_below'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(condition=models.Q(('level__lte', 4)), fields=['level', 'code'], name='area_upper_order'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(governance.areas.models.Key('name'), condition=models.Q(('level__lte', 4)), name='area_upper_key'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(condition=models.Q(('level__lte', 4)), fields=['pinyin', 'level', 'code'], include=('valid_from', 'valid_to'), name='area_upper_sound'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(condition=models.Q(('level__lte', 4)), fields=['initials', 'level', 'code'], include=('valid_from', 'valid_to'), name='area_upper_initial'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(condition=models.Q(('level', 5)), fields=['pinyin', 'code'], include=('valid_from', 'valid_to'), name='area_lower_pinyin'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=models.Index(condition=models.Q(('level', 5)), fields=['initials', 'code'], include=('valid_from', 'valid_to'), name='area_lower_initials'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=django.contrib.postgres.indexes.GinIndex(governance.areas.models.Bigrams('name'), condition=models.Q(('level__lte', 4)), fastupdate=False, name='area_upper_bigrams'),
                ),
                migrations.AddIndex(
                    model_name='area',
                    index=django.contrib.postgres.indexes.GinIndex(governance.areas.models.Bigrams('name'), condition=models.Q(('level', 5)), fastupdate=False, name='area_lower_bigrams'),
                ),
                migrations.AddConstraint(
                    model_name='area',
                    constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='area_code_is_12_digits'),
                ),
                migrations.AddConstraint(
                    model_name='area',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='area_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='areachangeitem',
                    constraint=models.CheckConstraint(condition=models.Q(('from_area__isnull', False), models.Q(('to_code', ''), _negated=True), _connector='OR'), name='area_change_item_has_a_side'),
                ),
                migrations.AddConstraint(
                    model_name='areachangeitem',
                    constraint=models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('share__gt', 0), ('share__lte', 100)), _connector='OR'), name='area_change_share_is_a_percentage'),
                ),
                migrations.AddIndex(
                    model_name='arealoadchange',
                    index=models.Index(fields=['code'], name='area_load_change_code'),
                ),
                migrations.AddIndex(
                    model_name='arealoadchange',
                    index=models.Index(fields=['old_code'], name='area_load_change_old_code'),
                ),
                migrations.AddConstraint(
                    model_name='arealoadchange',
                    constraint=models.UniqueConstraint(fields=('load', 'kind', 'code'), name='area_load_change_is_said_once'),
                ),
                migrations.AddConstraint(
                    model_name='areaname',
                    constraint=models.UniqueConstraint(fields=('area', 'starts_on'), name='area_has_one_name_from_a_day', nulls_distinct=False),
                ),
                migrations.AddIndex(
                    model_name='areapopulation',
                    index=models.Index(fields=['area', '-as_of'], name='governance__area_id_1ef95f_idx'),
                ),
                migrations.AddConstraint(
                    model_name='areapopulation',
                    constraint=models.UniqueConstraint(fields=('area', 'as_of', 'source'), name='population_is_one_per_day_and_source'),
                ),
                migrations.AddConstraint(
                    model_name='areapopulation',
                    constraint=models.CheckConstraint(condition=models.Q(('over_80__isnull', True), ('over_60__isnull', True), ('over_80__lte', models.F('over_60')), _connector='OR'), name='population_over_80_are_over_60'),
                ),
                migrations.AddConstraint(
                    model_name='areapopulation',
                    constraint=models.CheckConstraint(condition=models.Q(('households__isnull', False), ('registered__isnull', False), ('permanent__isnull', False), ('floating__isnull', False), ('over_60__isnull', False), ('over_80__isnull', False), ('children__isnull', False), _connector='OR'), name='population_says_something'),
                ),
                migrations.AddIndex(
                    model_name='areareading',
                    index=models.Index(condition=models.Q(('level__lte', 4)), fields=['pinyin', 'area'], name='area_upper_reading'),
                ),
                migrations.AddIndex(
                    model_name='areareading',
                    index=models.Index(condition=models.Q(('level__lte', 4)), fields=['initials', 'area'], name='area_upper_reading_initial'),
                ),
                migrations.AddIndex(
                    model_name='areareading',
                    index=models.Index(condition=models.Q(('level', 5)), fields=['pinyin', 'area'], name='area_lower_reading'),
                ),
                migrations.AddIndex(
                    model_name='areareading',
                    index=models.Index(condition=models.Q(('level', 5)), fields=['initials', 'area'], name='area_lower_reading_initial'),
                ),
                migrations.AddConstraint(
                    model_name='areasuccession',
                    constraint=models.UniqueConstraint(fields=('area', 'successor'), name='area_succession_is_said_once'),
                ),
                migrations.AddConstraint(
                    model_name='areasuccession',
                    constraint=models.CheckConstraint(condition=models.Q(('area', models.F('successor')), _negated=True), name='area_succeeds_another'),
                ),
                migrations.AddConstraint(
                    model_name='calendarday',
                    constraint=models.UniqueConstraint(fields=('calendar_year', 'on'), name='calendar_day_is_listed_once'),
                ),
                migrations.AddConstraint(
                    model_name='calendarday',
                    constraint=models.CheckConstraint(condition=models.Q(('is_workday', False), ('on__week_day__in', (7, 1)), _connector='OR'), name='calendar_make_up_day_is_a_weekend_day'),
                ),
                migrations.AddConstraint(
                    model_name='buildinggroup',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='building_group_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='buildinggroup',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('area', '='), (django.db.models.functions.comparison.Coalesce('estate', -1), '='), ('name', '='), (governance.areas.partitions.models.Period('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='building_group_is_one_at_a_time'),
                ),
                migrations.AddIndex(
                    model_name='body',
                    index=models.Index(fields=['area', 'kind'], name='governance__area_id_c751c7_idx'),
                ),
                migrations.AddConstraint(
                    model_name='body',
                    constraint=models.CheckConstraint(condition=models.Q(('dissolved_on__isnull', True), ('dissolved_on__gte', models.F('established_on')), _connector='OR'), name='body_dissolved_after_established'),
                ),
                migrations.AddConstraint(
                    model_name='body',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind__in', ('residents_committee', 'villagers_committee'))), expressions=[('area', '='), (governance.areas.partitions.models.Period('established_on', 'dissolved_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='body_is_the_only_committee_of_its_place'),
                ),
                migrations.AddConstraint(
                    model_name='body',
                    constraint=models.UniqueConstraint(condition=models.Q(models.Q(('credit_code', ''), _negated=True), ('dissolved_on__isnull', True)), fields=('credit_code',), name='body_credit_code_is_one'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='body',
                    trigger=pgtrigger.compiler.Trigger(name='bodies_touch_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO governance_metrictouch (source, subject)\n        SELECT DISTINCT 'bodies', changed.id FROM (SELECT * FROM new_rows) changed \n        WHERE changed.id IS NOT NULL;\n        RETURN NULL;\n    ", hash='40ab75a7aeda58f5de1dfe1b9cad95443574fd88', level='STATEMENT', operation='INSERT', pgid='pgtrigger_bodies_touch_insert_84556', referencing='REFERENCING NEW TABLE AS new_rows ', table='governance_body', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='body',
                    trigger=pgtrigger.compiler.Trigger(name='bodies_touch_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO governance_metrictouch (source, subject)\n        SELECT DISTINCT 'bodies', changed.id FROM (SELECT old_rows.* FROM old_rows JOIN new_rows USING (id) WHERE (old_rows.kind, old_rows.area_id, old_rows.established_on, old_rows.dissolved_on) IS DISTINCT FROM (new_rows.kind, new_rows.area_id, new_rows.established_on, new_rows.dissolved_on) UNION ALL SELECT new_rows.* FROM old_rows JOIN new_rows USING (id) WHERE (old_rows.kind, old_rows.area_id, old_rows.established_on, old_rows.dissolved_on) IS DISTINCT FROM (new_rows.kind, new_rows.area_id, new_rows.established_on, new_rows.dissolved_on)) changed \n        WHERE changed.id IS NOT NULL;\n        RETURN NULL;\n    ", hash='ee1fb162b0e336af74a09041950fc19170cf6d5f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_bodies_touch_update_83a0b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='governance_body', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='body',
                    trigger=pgtrigger.compiler.Trigger(name='bodies_touch_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO governance_metrictouch (source, subject)\n        SELECT DISTINCT 'bodies', changed.id FROM (SELECT * FROM old_rows) changed \n        WHERE changed.id IS NOT NULL;\n        RETURN NULL;\n    ", hash='649d0cbce9522f6dbb520db8ba370bfcf7379821', level='STATEMENT', operation='DELETE', pgid='pgtrigger_bodies_touch_delete_1db40', referencing='REFERENCING OLD TABLE AS old_rows ', table='governance_body', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='body',
                    trigger=pgtrigger.compiler.Trigger(name='bodies_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '% 的行计入统计，不能整表清空。', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='d0c059cda1e5c620b8a1ba0508ddcc0d63136136', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_bodies_not_emptied_f7946', table='governance_body', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='estatelink',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='estate_link_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='estatelink',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('estate', '='), ('area', '='), (governance.areas.partitions.models.Period('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='estate_link_never_overlaps_itself'),
                ),
                migrations.AddIndex(
                    model_name='feedentry',
                    index=models.Index(fields=['seq'], name='feed_entry_seq'),
                ),
                migrations.AddIndex(
                    model_name='feedentry',
                    index=models.Index(fields=['area', 'seq'], name='feed_entry_of_place'),
                ),
                migrations.AddIndex(
                    model_name='feedentry',
                    index=models.Index(django.db.models.functions.text.Left('area_id', 6), models.F('seq'), name='feed_entry_of_county'),
                ),
                migrations.AddConstraint(
                    model_name='feedentry',
                    constraint=models.UniqueConstraint(fields=('kind', 'subject', 'area'), name='feed_entry_is_one'),
                ),
                migrations.AddConstraint(
                    model_name='filtermatch',
                    constraint=models.UniqueConstraint(fields=('watch', 'row_id'), name='filter_match_is_told_once'),
                ),
                migrations.AddConstraint(
                    model_name='grid',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='grid_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='grid',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('area', '='), ('code', '='), (governance.areas.partitions.models.Period('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='grid_code_is_one_at_a_time'),
                ),
                migrations.AddIndex(
                    model_name='job',
                    index=models.Index(fields=['account', '-id'], name='governance__account_3b3bfb_idx'),
                ),
                migrations.AddIndex(
                    model_name='job',
                    index=models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['id'], name='job_unfinished'),
                ),
                migrations.AddConstraint(
                    model_name='job',
                    constraint=models.CheckConstraint(condition=models.Q(('account__isnull', True), ('client__isnull', True), _connector='OR'), name='job_has_one_starter'),
                ),
                migrations.AddConstraint(
                    model_name='job',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('done', 'failed', 'cancelled'))), models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), _connector='OR'), name='job_is_finished_once'),
                ),
                migrations.AddConstraint(
                    model_name='job',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('heartbeat_at__isnull', False), ('runner__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='job_runs_under_a_lease'),
                ),
                migrations.AddConstraint(
                    model_name='calendaredition',
                    constraint=models.UniqueConstraint(fields=('calendar_year', 'version'), name='calendar_edition_is_one_of_a_version'),
                ),
                migrations.AddIndex(
                    model_name='notice',
                    index=models.Index(fields=['recipient', '-shows_at', '-id'], name='notice_inbox'),
                ),
                migrations.AddIndex(
                    model_name='notice',
                    index=models.Index(condition=models.Q(('done_at__isnull', True), ('read_at__isnull', True), ('withdrawn_because', '')), fields=['recipient', 'shows_at'], name='notice_unread'),
                ),
                migrations.AddIndex(
                    model_name='notice',
                    index=models.Index(condition=models.Q(('done_at__isnull', True), ('withdrawn_because', '')), fields=['rung', 'subject_id'], name='notice_standing'),
                ),
                migrations.AddIndex(
                    model_name='notice',
                    index=models.Index(condition=models.Q(('done_at__isnull', True), ('withdrawn_because__in', ('moved', 'replaced'))), fields=['rung', 'withdrawn_at'], name='notice_withdrawn'),
                ),
                migrations.AddIndex(
                    model_name='notice',
                    index=models.Index(fields=['raised_at'], name='notice_raised'),
                ),
                migrations.AddConstraint(
                    model_name='notice',
                    constraint=models.UniqueConstraint(fields=('rung', 'subject_id', 'occasion', 'recipient'), name='notice_is_told_once'),
                ),
                migrations.AddConstraint(
                    model_name='notice',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='notice_is_withdrawn_for_a_reason'),
                ),
                migrations.AddIndex(
                    model_name='delivery',
                    index=models.Index(condition=models.Q(('state', 'waiting')), fields=['address', 'send_at'], name='delivery_waiting'),
                ),
                migrations.AddConstraint(
                    model_name='delivery',
                    constraint=models.UniqueConstraint(fields=('notice', 'address'), name='delivery_is_one_an_address'),
                ),
                migrations.AddConstraint(
                    model_name='delivery',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_is_sent_at_a_time'),
                ),
                migrations.AddIndex(
                    model_name='organisation',
                    index=models.Index(fields=['area', 'pinyin', 'id'], name='governance__area_id_b19548_idx'),
                ),
                migrations.AddIndex(
                    model_name='organisation',
                    index=models.Index(fields=['area', 'registered_at', 'id'], name='governance__area_id_adf9aa_idx'),
                ),
                migrations.AddIndex(
                    model_name='organisation',
                    index=models.Index(fields=['area', 'initials'], name='governance__area_id_d38a4d_idx'),
                ),
                migrations.AddIndex(
                    model_name='person',
                    index=models.Index(fields=['area', 'pinyin', 'id'], name='governance__area_id_5c06c4_idx'),
                ),
                migrations.AddIndex(
                    model_name='person',
                    index=models.Index(fields=['area', 'registered_at', 'id'], name='governance__area_id_5000fb_idx'),
                ),
                migrations.AddIndex(
                    model_name='person',
                    index=models.Index(fields=['area', 'initials'], name='governance__area_id_7ac179_idx'),
                ),
                migrations.AddConstraint(
                    model_name='person',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('birth_on_sealed__isnull', True), ('birth_year__isnull', True)), models.Q(('birth_on_sealed__isnull', False), ('birth_year__isnull', False)), _connector='OR'), name='person_birth_year_with_birth_date'),
                ),
                migrations.AddConstraint(
                    model_name='person',
                    constraint=models.CheckConstraint(condition=models.Q(('same_as__isnull', True), models.Q(('same_as', models.F('pk')), _negated=True), _connector='OR'), name='person_is_not_its_own_duplicate'),
                ),
                migrations.AddConstraint(
                    model_name='duplicatesuspicion',
                    constraint=models.UniqueConstraint(fields=('earlier', 'later'), name='suspicion_once_per_pair'),
                ),
                migrations.AddConstraint(
                    model_name='duplicatesuspicion',
                    constraint=models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='suspicion_of_two_persons'),
                ),
                migrations.AddConstraint(
                    model_name='duplicatesuspicion',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('verdict', 'open')), models.Q(models.Q(('verdict', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='suspicion_decided_by_and_when'),
                ),
                migrations.AddConstraint(
                    model_name='personidentifier',
                    constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('person',), name='person_has_one_primary_identifier'),
                ),
                migrations.AddConstraint(
                    model_name='personidentifier',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='identifier_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='personidentifier',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('is_primary', False), _connector='OR'), name='ended_identifier_is_not_primary'),
                ),
                migrations.AddConstraint(
                    model_name='phone',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('person__isnull', False)), models.Q(('organisation__isnull', False), ('person__isnull', True)), _connector='OR'), name='phone_has_one_owner'),
                ),
                migrations.AddConstraint(
                    model_name='phone',
                    constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('person',), name='person_has_one_primary_phone'),
                ),
                migrations.AddConstraint(
                    model_name='phone',
                    constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('organisation',), name='organisation_has_one_primary_phone'),
                ),
                migrations.AddConstraint(
                    model_name='phone',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('is_primary', False), _connector='OR'), name='ended_phone_is_not_primary'),
                ),
                migrations.AddIndex(
                    model_name='posting',
                    index=models.Index(condition=models.Q(('ends_on__isnull', False)), fields=['ends_on'], name='posting_ends'),
                ),
                migrations.AddConstraint(
                    model_name='posting',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('client__isnull', True)), models.Q(('account__isnull', True), ('client__isnull', False)), _connector='OR'), name='posting_has_one_holder'),
                ),
                migrations.AddConstraint(
                    model_name='posting',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='posting_ends_after_it_starts'),
                ),
                migrations.AddConstraint(
                    model_name='posting',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('account'), -1, function='COALESCE'), '='), (models.Func(models.F('client'), -1, function='COALESCE'), '='), ('role', '='), ('area', '='), (governance.people.models.DateRange('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='posting_never_overlaps_itself'),
                ),
                migrations.AddIndex(
                    model_name='rulevalue',
                    index=models.Index(fields=['key', 'area', 'starts_on'], name='governance__key_8b80fd_idx'),
                ),
                migrations.AddConstraint(
                    model_name='rulevalue',
                    constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('key', 'area', 'starts_on'), name='rule_value_is_one_from_a_day'),
                ),
                migrations.AddConstraint(
                    model_name='rulevalue',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('inherits', True), ('value__isnull', True)), models.Q(('inherits', False), ('value__isnull', False)), _connector='OR'), name='rule_value_says_or_inherits'),
                ),
                migrations.AddConstraint(
                    model_name='rulevalue',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='rule_value_withdrawn_by_someone'),
                ),
                migrations.AddIndex(
                    model_name='savedfilter',
                    index=models.Index(condition=models.Q(('area__isnull', False)), fields=['area', 'page'], name='filter_shared'),
                ),
                migrations.AddConstraint(
                    model_name='savedfilter',
                    constraint=models.UniqueConstraint(fields=('account', 'page', 'name'), name='filter_name_is_one'),
                ),
                migrations.AddConstraint(
                    model_name='savedfilter',
                    constraint=models.CheckConstraint(condition=models.Q(('role', ''), ('area__isnull', False), _connector='OR'), name='filter_shared_with_a_role_at_a_place'),
                ),
                migrations.AddConstraint(
                    model_name='filterwatch',
                    constraint=models.UniqueConstraint(fields=('saved_filter', 'account'), name='filter_is_watched_once'),
                ),
                migrations.AddIndex(
                    model_name='storedfile',
                    index=models.Index(fields=['subject_type', 'subject_id'], name='governance__subject_d41e52_idx'),
                ),
                migrations.AddIndex(
                    model_name='storedfile',
                    index=models.Index(fields=['account', '-id'], name='governance__account_1eaae4_idx'),
                ),
                migrations.AddIndex(
                    model_name='storedfile',
                    index=models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['expires_at'], name='file_to_erase'),
                ),
                migrations.AddConstraint(
                    model_name='storedfile',
                    constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('expires_at__isnull', False), _connector='OR'), name='file_is_erased_after_it_expires'),
                ),
                migrations.AddConstraint(
                    model_name='areachange',
                    constraint=models.CheckConstraint(condition=models.Q(('effective_on__gte', models.F('approved_on'))), name='area_change_approved_before'),
                ),
                migrations.AddConstraint(
                    model_name='areachange',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='area_change_withdrawn_by_someone'),
                ),
                migrations.AddConstraint(
                    model_name='areachange',
                    constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('area', 'document_no'), name='area_change_document_is_one'),
                ),
                migrations.AddIndex(
                    model_name='textversion',
                    index=models.Index(fields=['key', 'area', 'starts_on'], name='governance__key_2191b5_idx'),
                ),
                migrations.AddConstraint(
                    model_name='textversion',
                    constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('key', 'area', 'starts_on'), name='text_version_is_one_from_a_day'),
                ),
                migrations.AddConstraint(
                    model_name='textversion',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_on__isnull', True), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('ends_on__isnull', False), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='text_version_ends_by_withdrawal'),
                ),
                migrations.AddConstraint(
                    model_name='textversion',
                    constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='text_version_ends_after_it_starts'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='traildetail',
                    trigger=pgtrigger.compiler.Trigger(name='trail_detail_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='493b217c46e89126fea46d7cbfb3b3ea72c4be66', operation='UPDATE', pgid='pgtrigger_trail_detail_never_changes_c969f', table='governance_traildetail', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='traildetail',
                    trigger=pgtrigger.compiler.Trigger(name='trail_detail_goes_by_erasure', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM governance_trailentry\n        WHERE verb = 'trail.erased' AND subject_type = 'trailentry' AND subject_id = OLD.entry_id::text\n    ) THEN\n        RETURN OLD;\n    END IF;\nRAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='74e29dfaea9490f37ee2049068ca526119b6062c', operation='DELETE', pgid='pgtrigger_trail_detail_goes_by_erasure_d6e30', table='governance_traildetail', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='traildetail',
                    trigger=pgtrigger.compiler.Trigger(name='trail_detail_is_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='3e6c6cbceb27c249f7f201b1fbd676d9531777f2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_trail_detail_is_not_emptied_58d47', table='governance_traildetail', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='trailentry',
                    index=models.Index(fields=['subject_type', 'subject_id', 'id'], name='governance__subject_f7ffd4_idx'),
                ),
                migrations.AddIndex(
                    model_name='trailentry',
                    index=models.Index(fields=['area', 'id'], name='governance__area_id_8a665b_idx'),
                ),
                migrations.AddIndex(
                    model_name='trailentry',
                    index=models.Index(fields=['account', 'id'], name='governance__account_e1714a_idx'),
                ),
                migrations.AddIndex(
                    model_name='trailentry',
                    index=models.Index(fields=['verb', 'id'], name='governance__verb_c49dbe_idx'),
                ),
                migrations.AddIndex(
                    model_name='trailentry',
                    index=models.Index(fields=['transaction', 'id'], name='governance__transac_d9b7cd_idx'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='trailentry',
                    trigger=pgtrigger.compiler.Trigger(name='trail_entry_is_stamped', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        NEW.recorded_at := clock_timestamp();\n        NEW.transaction := pg_current_xact_id()::text::bigint\n            + COALESCE((SELECT shift FROM governance_trailhead WHERE id = 1), 0);\n        RETURN NEW;\n    ', hash='b31b288c0b10b9694f9475db9aa49e8cbdfaba9d', operation='INSERT', pgid='pgtrigger_trail_entry_is_stamped_e5390', table='governance_trailentry', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='trailentry',
                    trigger=pgtrigger.compiler.Trigger(name='trail_entry_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='db5dec5780be90abc7af5f62a8733c57471484d2', operation='UPDATE OR DELETE', pgid='pgtrigger_trail_entry_never_changes_3e349', table='governance_trailentry', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='trailentry',
                    trigger=pgtrigger.compiler.Trigger(name='trail_entry_is_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';", hash='2f745c56a32a6d7bc671fd65e078985718f45781', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_trail_entry_is_not_emptied_fb30c', table='governance_trailentry', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='verificationrun',
                    index=models.Index(fields=['-started_at', '-id'], name='verification_newest'),
                ),
                migrations.AddConstraint(
                    model_name='verificationrun',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('fault_count__isnull', True), ('finished_at__isnull', True)), models.Q(('fault_count__isnull', False), ('finished_at__isnull', False)), _connector='OR'), name='verification_ends_with_its_count'),
                ),
                migrations.AddConstraint(
                    model_name='verificationresult',
                    constraint=models.UniqueConstraint(fields=('run', 'code'), name='verification_looks_once'),
                ),
            ]
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        without_pattern_indexes("governance"),
    ]
