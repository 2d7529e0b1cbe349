"""Snapshots with every field filled, for each form: the parties of the five scenarios, and a picture to sign with."""

import struct
import zlib
from datetime import UTC, date, datetime

from cases.documents import follow_up_details as after
from cases.documents import form_details as d
from cases.documents import snapshot as s
from cases.documents.descriptions import FORMS
from cases.documents.keeping import sm3

TAKEN_AT = datetime(2026, 3, 18, 13, 0, tzinfo=UTC)


def picture(width=160, height=60) -> bytes:
    """A PNG with a stroke, as a finger on the screen leaves it."""
    rows = b""
    for y in range(height):
        line = bytearray(b"\xff" * (width * 3))
        for thick in range(4):
            x = (y * width // height + thick) % width
            line[x * 3 : x * 3 + 3] = b"\x10\x10\x60"
        rows += b"\x00" + bytes(line)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SIGNATURE, FINGER, BRUSH, SEAL = picture(), picture(60, 80), picture(200, 50), picture(120, 120)
IMAGES = {sm3(content): content for content in (SIGNATURE, FINGER, BRUSH, SEAL)}

HE_QIAN = s.AgentBlock(
    name="何倩",
    sex="女",
    age=36,
    document_kind="居民身份证",
    document_number="31019919890722902X",
    phone="19900000102",
    unit="云川和居物业服务有限公司",
    relation="本单位职工",
    authority=s.SPECIAL,
    matters="物业服务费纠纷的调解",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 6, 30),
)
COMPANY = s.PartyBlock(
    key="1",
    side=s.APPLICANT,
    kind=s.ORGANISATION,
    name="云川和居物业服务有限公司",
    credit_code="91310199MA1X00A10C",
    representative="冯立",
    representative_post="执行董事",
    phone="021-59990000",
    address="云川区和居路88号3楼",
    agents=(HE_QIAN,),
)
CHEN = s.PartyBlock(
    key="2",
    side=s.RESPONDENT,
    name="陈志远",
    sex="男",
    ethnicity="汉族",
    age=47,
    occupation="货车驾驶员",
    document_kind="居民身份证",
    document_number="310199197803149039",
    phone="19900000101",
    unit="云川顺达运输有限公司",
    address="梧桐里小区12幢302室",
)
LONG_NAME = "阿卜杜拉·买买提·吐尔逊·艾合买提江·卡"
RARE = s.PartyBlock(
    key="3",
    side=s.THIRD_PARTY,
    name="𠮷野家㐂",
    sex="女",
    ethnicity="汉族",
    age=33,
    occupation="个体工商户",
    phone="19900000103",
    unit="云川区䶮记面馆",
    address="梧桐里小区1幢101室",
    credit_code="92310199MA1X00B20T",
    document_number="310199199305059020",
)
CHILD = s.PartyBlock(
    key="4",
    side=s.RESPONDENT,
    name=LONG_NAME,
    sex="男",
    ethnicity="维吾尔族",
    age=11,
    occupation="学生",
    phone="19900000104",
    address="新桐街道桂苑小区3幢401室",
    document_number="31019920140615903X",
    guardian=s.GuardianBlock(name="罗敏", document_number="310199198609039025", phone="19900000105", relation="母亲"),
)

FACTS = (
    "申请人自2019年起为梧桐里小区提供物业服务，约定物业服务费每月每平方米2.10元，被申请人房屋建筑面积96.5平方米。"
    "2024年7月至2025年12月，被申请人未交纳物业服务费18个月，计3,647.70元，违约金365.00元。\n"
    "被申请人认为电梯经常停运、楼道灯损坏、外墙渗水，物业服务不到位，请求减免。"
)
CASE = s.CaseSnapshot(
    committee="梧桐里社区人民调解委员会",
    committee_address="新桐街道梧桐里小区1号楼调解室",
    committee_phone="021-59990001",
    number="（2026）云梧人调字第8号",
    dispute_type="物业纠纷",
    source="application",
    title="物业服务费纠纷",
    received_at=datetime(2026, 3, 2, 2, 12, tzinfo=UTC),
    accepted_on=date(2026, 3, 4),
    due_on=date(2026, 4, 7),
    facts=FACTS,
    requests=("支付物业服务费3,647.70元", "支付违约金365.00元"),
    parties=(COMPANY, CHEN),
    mediators=("钱卫东",),
    recorder="孙丽华",
    registrar="孙丽华",
    director="钱卫东",
    remark="网上申请，材料齐全。",
)
CROWD = s.CaseSnapshot(**{**vars(CASE), "parties": (COMPANY, CHEN, CHILD, RARE)})

AGREEMENT = d.Agreement(
    number="（2026）云梧人调字第8号",
    facts=FACTS,
    disputed="物业服务质量与收费是否相当；公司未及时维修，业主长期欠费，双方均有责任。",
    terms=(
        "1．陈志远向云川和居物业服务有限公司支付物业服务费人民币叁仟叁佰元整（￥3,300.00），分2期履行："
        "第1期于2026年4月10日前（含当日）支付人民币壹仟陆佰伍拾元整（￥1,650.00）；"
        "第2期于2026年5月11日前（含当日）支付人民币壹仟陆佰伍拾元整（￥1,650.00），支付方式：银行转账。",
        "2．云川和居物业服务有限公司于2026年4月20日前（含当日）修复12幢三楼楼道照明，处理302室外墙渗水。",
        "3．云川和居物业服务有限公司自愿放弃其余物业服务费347.70元及违约金365.00元。",
    ),
    total="以上给付合计人民币叁仟叁佰元整（￥3,300.00）。",
    performing="履行方式：银行转账。时限：按上列各项约定。",
    schedule=(
        d.Due("陈志远", "支付第1期人民币壹仟陆佰伍拾元整（￥1,650.00）", "2026年4月10日前", "银行转账"),
        d.Due("陈志远", "支付第2期人民币壹仟陆佰伍拾元整（￥1,650.00）", "2026年5月11日前", "银行转账"),
        d.Due("云川和居物业服务有限公司", "修复楼道照明，处理外墙渗水", "2026年4月20日前", "上门维修"),
    ),
    copies=3,
    effective_on=date(2026, 3, 18),
    mediators=("钱卫东",),
    recorder="孙丽华",
)
TO = ("陈志远",)

COURT_APPLICATION = after.CourtApplication(
    "（2026）云梧人调字第8号",
    date(2026, 3, 18),
    ("1．陈志远向云川和居物业服务有限公司支付物业费人民币叁仟叁佰元整（￥3,300.00）。",),
    "云川区人民法院",
)
DETAILS = {
    "F01.oral": d.Oral(
        datetime(2026, 1, 31, 2, 5, tzinfo=UTC),
        "梧桐里社区调解室",
        "孙丽华",
        "楼上301室卫生间漏水，屋顶、衣柜、地板受损。",
    ),
    "F04": d.Authority(COMPANY, HE_QIAN, date(2026, 3, 2)),
    "F05": d.Papers(
        (
            d.Paper(
                "陈志远",
                "居民身份证",
                "310199197803149039",
                (sm3(SIGNATURE), sm3(SIGNATURE)),
                "孙丽华",
                date(2026, 3, 4),
            ),
            d.Paper("云川和居物业服务有限公司", "营业执照", "91310199MA1X00A10C", (), "孙丽华", date(2026, 3, 4)),
        )
    ),
    "F06": d.Investigation(
        datetime(2026, 3, 6, 6, 0, tzinfo=UTC),
        datetime(2026, 3, 6, 7, 10, tzinfo=UTC),
        "梧桐里小区12幢",
        ("钱卫东", "孙丽华", "电梯维保员周强"),
        s.PersonBlock(
            name="周强",
            phone="19900000106",
            document_number="310199198001019035",
            unit="云川电梯维保公司",
            address="和居路90号",
        ),
        "问：三楼楼道灯何时损坏？\n答：大约去年十一月，已报修两次。\n问：电梯停运多少次？\n答：半年内停运七次，每次两到四小时。",
        ("钱卫东",),
        "孙丽华",
    ),
    "F07": d.Evidence(
        (
            d.EvidenceItem("物业服务合同", "书证", "何倩", False, 12, date(2026, 3, 2), "盖章"),
            d.EvidenceItem("楼道照片", "照片", "钱卫东", True, 4, date(2026, 3, 6), "现场拍摄"),
        ),
        "孙丽华",
    ),
    "F08": d.Session(
        datetime(2026, 3, 18, 11, 0, tzinfo=UTC),
        datetime(2026, 3, 18, 12, 45, tzinfo=UTC),
        "梧桐里社区调解室",
        ("何倩", "陈志远", "楼组长王阿婆"),
        False,
        "钱卫东：今天第二次调解，请双方发表意见。\n何倩：公司同意减免一部分，并负责维修。\n陈志远：我愿意分两次付清3,300元。",
        "success",
        ("钱卫东",),
        "孙丽华",
    ),
    "F09": AGREEMENT,
    "F10": AGREEMENT,
    "F18.receipt": d.Receipt(
        (d.Material("人民调解申请书", 2, True), d.Material("欠费清单", 1, False)),
        "孙丽华",
        date(2026, 3, 5),
        "021-59990002",
    ),
    "F18.acceptance": d.Letter("云梧人调受字〔2026〕8号", TO, date(2026, 3, 4)),
    "F18.refusal": d.Refusal(
        "云梧人调不字〔2026〕2号",
        TO,
        date(2026, 3, 4),
        "R03",
        explanation="被申请人于2026年3月3日电话中明确表示不愿意调解",
    ),
    "F18.session": d.SessionCall(
        "云梧人调通字〔2026〕11号",
        TO,
        date(2026, 3, 9),
        datetime(2026, 3, 11, 11, 0, tzinfo=UTC),
        "梧桐里社区调解室",
        False,
        "身份证、缴费凭证",
        "孙丽华",
        "021-59990003",
    ),
    "F18.contacts": d.ContactLog(
        (
            d.Contact(
                datetime(2026, 3, 3, 7, 40, tzinfo=UTC),
                "电话",
                "陈志远",
                "同意调解，要求一并处理设施损坏问题",
                "孙丽华",
            ),
        )
    ),
    "F18.address": d.Address(
        "陈志远",
        "陈志远之妻林芳",
        "新桐街道梧桐里小区12幢302室",
        "201899",
        "19900000101",
        "短信：19900000101",
        date(2026, 3, 4),
    ),
    "F18.replacement": d.Replacement(
        "孙丽华",
        "钱卫东",
        "主持人",
        "陈志远",
        "当事人要求回避：与申请人系多年朋友",
        date(2026, 2, 3),
        date(2026, 2, 4),
        "钱卫东",
    ),
    "F18.extension": d.Extension(
        date(2026, 4, 7),
        date(2026, 4, 30),
        "等待鉴定意见",
        (
            d.Consent("云川和居物业服务有限公司", True, "书面", date(2026, 4, 1)),
            d.Consent("陈志远", True, "当面", date(2026, 4, 2)),
        ),
    ),
    "F18.suspension": d.Suspension(
        "委托鉴定房屋渗水原因，等待鉴定意见。", date(2026, 3, 20), date(2026, 4, 7), "钱卫东"
    ),
    "F18.resumption": d.Resumption(
        "鉴定意见已经作出。", date(2026, 3, 20), date(2026, 4, 3), date(2026, 4, 21), "钱卫东"
    ),
    "F18.termination": d.Termination(
        "云梧人调终字〔2026〕3号",
        TO,
        date(2026, 3, 30),
        "当事人一方要求终止调解",
        "陈志远",
        date(2026, 3, 29),
        "双方意见差距较大",
    ),
    "F18.withdrawal": d.Withdrawal("双方已经自行协商解决。", True, date(2026, 3, 12)),
    "F18.transfer": d.Transfer(
        "云梧人调移字〔2026〕4号",
        (),
        date(2026, 3, 10),
        "新桐街道人民调解委员会",
        "案情疑难复杂，涉及多个社区",
        ("人民调解申请书1份", "证据材料5页"),
        date(2026, 3, 20),
        "孙丽华",
        "021-59990004",
    ),
    "F18.remedies": d.Remedies("云梧人调告字〔2026〕3号", TO, date(2026, 3, 30), date(2026, 3, 29), "当事人未达成协议"),
    "F18.entrusted": d.Entrusted(
        "云川区人民法院",
        "云法委〔2026〕12号",
        date(2026, 3, 1),
        date(2026, 3, 2),
        "立案前委派",
        "（2026）云0114诉前调123号",
        date(2026, 4, 1),
        "漏水损害赔偿",
        "何法官 021-59990009",
        "不予受理",
        "对方当事人明确拒绝调解",
        date(2026, 3, 4),
        "周敏",
        "021-59990005",
    ),
    "F18.reply": d.Reply(
        "云新人调复字〔2026〕5号",
        (),
        date(2026, 4, 29),
        "新桐派出所",
        "新派调移〔2026〕9号",
        date(2026, 4, 13),
        "达成调解协议",
        "已履行",
        "双方于2026年4月28日达成协议，赔偿款当场付清。",
        ("人民调解协议书1份", "收条1份"),
        "周敏",
        "021-59990005",
    ),
    "F18.court_end": after.CourtEnd(
        "云梧人调终字〔2026〕4号",
        (),
        date(2026, 3, 30),
        "云川区人民法院",
        "（2026）沪0199诉前调12号",
        date(2026, 3, 2),
        "（2026）沪0199民初8号",
        "调解不成",
        date(2026, 3, 29),
        "经两次调解，双方差距较大。",
        "双方对欠费月数没有争议。",
        (d.Address("陈志远", "", "梧桐里小区12幢302室", "", "19900000101"),),
        "孙丽华",
        "021-59990004",
    ),
    "F18.risk": after.RiskTold(
        "云新人调险字〔2026〕1号",
        (),
        date(2026, 4, 14),
        "新桐派出所",
        "红色",
        datetime(2026, 4, 14, 11, 0, tzinfo=UTC),
        ("扬言伤害或者杀害", "酗酒"),
        "民转刑",
        "酒后推搡，扬言收拾对方。",
        "分别走访，夜间巡逻。",
        datetime(2026, 4, 14, 11, 20, tzinfo=UTC),
        "请安排夜间巡逻。",
        "社区民警",
        "电话",
        "周敏",
        "已安排。",
    ),
    "F21": after.Check(
        datetime(2026, 4, 2, 9, 30, tzinfo=UTC),
        "梧桐里小区12幢",
        "入户走访",
        ("孙丽华", "何敏"),
        ("陈志远", "王秀英"),
        "黄色",
        "新桐街道人民调解委员会",
        "已登记待审查",
    ),
    "F17": after.Closing(
        date(2026, 5, 18),
        date(2026, 5, 18),
        "调解成功",
        date(2026, 3, 18),
        "部分履行",
        "已督促并告知可以起诉，第二期约定五月底补付",
        "两次调解后达成协议，第一期已付。",
        "事实清楚，程序合法，建议结案。",
        "孙丽华",
        "同意结案。",
        "钱卫东",
    ),
    "F18.reopening": after.Reopened(
        date(2026, 6, 1),
        date(2026, 5, 18),
        "协议未履行",
        "第二期逾期未付，双方要求重新协商付款方式。",
        ("云川和居物业服务有限公司", "陈志远"),
        "钱卫东",
    ),
    "F11": after.Visit(
        "陈志远",
        "（2026）云梧人调字第8号",
        datetime(2026, 5, 15, 10, 20),
        "电话",
        "梧桐里小区12幢302室",
        "已履行",
        "满意",
        "没有",
        "没有",
        "各期物业费均已付清，电梯和照明已经修复，双方往来正常。",
        "请物业每季度检查一次照明。",
        "孙丽华",
    ),
    "F12": COURT_APPLICATION,
    "F12.commitment": COURT_APPLICATION,
    "F12.hosted": COURT_APPLICATION,
    "F18.urge": after.Urge(
        "云梧人调告字〔2026〕9号",
        TO,
        date(2026, 5, 6),
        "（2026）云梧人调字第8号",
        date(2026, 3, 18),
        (after.Overdue("陈志远分期支付物业费", "2026年4月10日前", "￥1,650.00"),),
        date(2026, 5, 8),
        "钱卫东",
        "021-59990004",
    ),
    "F13": after.Volume(
        "云川和居物业服务有限公司与陈志远物业费纠纷",
        "（2026）云梧人调字第8号",
        "长期",
        date(2056, 12, 31),
        date(2026, 3, 4),
        date(2026, 3, 18),
        "孙丽华",
        date(2026, 5, 20),
    ),
    "F14": after.Volume(
        lines=(after.CatalogueLine("人民调解申请书", 1, 2), after.CatalogueLine("证据材料", 3, 4, "照片一张未装订"))
    ),
    "F15": after.Volume(filed_by="孙丽华", filed_on=date(2026, 5, 20), statement="现场照片一张损坏，未装入本卷。"),
    "F16": after.Volume(number="（2026）云梧人调字第8号", filed_on=date(2026, 5, 20), page_total=27),
    "F24": after.VolumeCheck(
        (after.CheckedItem("材料齐全", 20, 6), after.CheckedItem("装订规范", 10)),
        94,
        True,
        "目录漏写备注",
        date(2026, 6, 1),
        "吴建国",
        date(2026, 5, 28),
    ),
    "F23": after.SubsidyClaim(
        "钱卫东",
        date(2026, 5, 21),
        date(2026, 3, 18),
        date(2026, 5, 11),
        date(2026, 5, 18),
        "（2026）云梧人调字第8号卷",
        "一般",
        "一般",
        "书面协议",
        "",
        "人民币叁佰元整（￥300.00）",
        "两次上门查看楼道照明和渗水，反复协调物业维修。",
        (
            after.SubsidyPayee("钱卫东", "兼职", "三级", 70, "210.00"),
            after.SubsidyPayee("孙丽华", "兼职", "四级", 30, "90.00"),
        ),
        (
            after.SubsidyReview(1, "同意", "情况属实", "何敏", date(2026, 5, 22)),
            after.SubsidyReview(2, "同意", "案卷完整", "吴建国", date(2026, 5, 25)),
            after.SubsidyReview(3, "同意", "列入第二季度批次", "沈岚", date(2026, 6, 30)),
        ),
        "云川区2026年第2季度补贴",
        date(2026, 7, 3),
    ),
    "F18.legality": d.Checklist(
        (
            d.CheckItem("协议出于各方当事人自愿", True, "已当面核实"),
            d.CheckItem("代理人具有特别授权", False, "待补正"),
        ),
        "钱卫东",
        date(2026, 3, 18),
    ),
}
SIGNATURES = (
    s.SignatureMark("party", "何倩", "签名", date(2026, 3, 18), sm3(SIGNATURE), party="1"),
    s.SignatureMark("party", "云川和居物业服务有限公司", "盖章", date(2026, 3, 18), party="1"),
    s.SignatureMark("party", "陈志远", "按指印", date(2026, 3, 18), sm3(FINGER), "楼组长王阿婆", "2"),
    s.SignatureMark("mediator", "钱卫东", "签名", date(2026, 3, 18), sm3(BRUSH)),
    s.SignatureMark("recorder", "孙丽华", "签名", date(2026, 3, 18)),
    s.SignatureMark("committee", "梧桐里社区人民调解委员会", "盖章", date(2026, 3, 18), sm3(SEAL)),
)


def filled(form: str, case=CASE, *, signatures=(), **more) -> s.FormSnapshot:
    """The form with all that it can say."""
    return s.FormSnapshot(form, FORMS[form].version, TAKEN_AT, case, DETAILS.get(form), signatures, **more)
