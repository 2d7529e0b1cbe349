"""The wording of the papers of a mediation's course, for districts to edit: extension, suspension, reopening,
addresses, the end told to a court, a report of danger, the application to the court. What the law obliges to say stays.
"""

from cases.documents.letters import CONTACTS, LAW, letter_text
from governance.texts.kinds import Placeholder, Sentence

MATTER = Placeholder("案由", "申请人王秀英与被申请人赵磊之间的邻里纠纷", "应当写明所说的是哪一件纠纷")
NAMED = Placeholder("调委会", "新桐街道人民调解委员会")
ALL_AGREE = Sentence("须经全体当事人同意", "延长调解期限须经各方当事人同意")
NOT_AGAINST = Sentence("不作为诉讼中对其不利的依据", "调解中的陈述和让步不得在诉讼中作为不利的依据")
TOGETHER = Sentence("共同向你院申请司法确认", "人民调解法第三十三条、民事诉讼法第二百零五条")

letter_text(
    "extension",
    "延长调解期限同意书",
    (
        "{调委会}受理的{案由}，调解期限至{原期限}届满。因{延长原因}，需要继续调解。"
        "经各方当事人同意，调解期限延长至{新期限}。",
        "{各方意见}",
        "延长期限须经全体当事人同意；届满仍未达成协议的，终止调解，"
        "当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
    ),
    NAMED,
    MATTER,
    Placeholder("原期限", "2026年4月7日"),
    Placeholder("延长原因", "等待鉴定意见"),
    Placeholder("新期限", "2026年5月7日", "同意书应当写明延长到哪一天"),
    Placeholder("各方意见", "（各方当事人的意见：同意或者不同意、方式、日期）", "每一方的意见都应当写明", True),
    sentences=(ALL_AGREE,),
)
letter_text(
    "suspension",
    "中止调解记录",
    (
        "{调委会}受理的{案由}，因下列原因不能继续进行，自{中止日期}起中止调解。"
        "中止期间不计入调解期限；原因消除后恢复调解。",
        "{中止原因}",
    ),
    NAMED,
    MATTER,
    Placeholder("中止日期", "2026年3月20日", "中止的日期关系到期限"),
    Placeholder("中止原因", "（中止原因、中止前的期限）", "中止应当说明原因", True),
)
letter_text(
    "resumption",
    "恢复调解记录",
    (
        "{调委会}受理的{案由}，自{中止日期}起中止调解，现中止原因已经消除，"
        "自{恢复日期}起恢复调解，调解期限顺延至{新期限}。",
        "{恢复原因}",
    ),
    NAMED,
    MATTER,
    Placeholder("中止日期", "2026年3月20日"),
    Placeholder("恢复日期", "2026年4月2日", "恢复的日期关系到期限"),
    Placeholder("新期限", "2026年4月20日", "应当写明顺延以后的期限"),
    Placeholder("恢复原因", "（恢复原因）", block=True),
)
letter_text(
    "reopening",
    "已结案件恢复调解记录",
    (
        "{调委会}调解的{案由}，于{结案日期}结案。因{恢复事由}，经{同意的当事人}同意，"
        "自{恢复日期}起恢复调解，调解期限重新起算。",
        "{说明}",
    ),
    NAMED,
    MATTER,
    Placeholder("结案日期", "2026年4月2日"),
    Placeholder("恢复事由", "协议未履行", "恢复调解应当说明事由"),
    Placeholder("同意的当事人", "王秀英、赵磊", "恢复调解须经各方同意"),
    Placeholder("恢复日期", "2026年6月2日", "恢复的日期是期限的起算日"),
    Placeholder("说明", "（说明）", block=True),
)
letter_text(
    "address",
    "送达地址确认书",
    (
        "一、为便于及时收到调解文书，请如实填写确切的送达地址。",
        "二、送达地址如有变更，请及时书面告知人民调解委员会；因提供的地址不准确、变更后未告知，"
        "致使文书未能收到的，由当事人自行承担相应后果。",
        "三、调解不成转入仲裁、诉讼程序的，经当事人同意，本确认书可以提供给仲裁机构、人民法院使用。",
    ),
    sentences=(Sentence("经当事人同意", "个人信息保护法：提供给他人须经本人同意"),),
)
letter_text(
    "court_end",
    "终止调解情况表",
    (
        "你院{来函日期}{来函文号}委派（委托）调解的{案由}，本调解委员会于{受理日期}受理，现已终止调解，情况如下：",
        "{终止调解的情况}",
        "除无争议事实外，当事人在调解过程中的陈述和让步不作为诉讼中对其不利的依据。",
        "联系人：{联系人}　　联系电话：{联系电话}",
    ),
    MATTER,
    Placeholder("来函日期", "2026年3月1日"),
    Placeholder("来函文号", "嘉法委〔2026〕12号"),
    Placeholder("受理日期", "2026年3月4日"),
    Placeholder("终止调解的情况", "（结果、情况、无争议事实、送达地址）", "法院须知道终止的情况", True),
    *CONTACTS,
    sentences=(NOT_AGAINST,),
)
letter_text(
    "risk",
    "矛盾纠纷风险情况报告",
    (
        "本调解委员会办理的{案由}，经评估为{风险等级}风险。"
        "依据《中华人民共和国人民调解法》第二十五条，现将情况报告如下，请依法采取措施并函告结果：",
        "{风险情况}",
    ),
    MATTER,
    Placeholder("风险等级", "红色", "报告应当写明风险等级"),
    Placeholder("风险情况", "（评估、当事人、情况、措施、报告内容）", "报告应当写明情况", True),
)
letter_text(
    "court_application",
    "司法确认申请书",
    (
        "各申请人因{纠纷类型}，于{协议生效日期}经{调委会}主持调解，自愿达成如下调解协议：",
        "{协议内容}",
        "现各申请人自调解协议生效之日起三十日内，共同向你院申请司法确认"
        f"（{LAW}第三十三条、《中华人民共和国民事诉讼法》第二百零五条）。",
        "各申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容而给他人造成损害的，"
        "愿意承担相应的民事责任和其他法律责任。",
    ),
    Placeholder("纠纷类型", "邻里纠纷"),
    Placeholder("协议生效日期", "2026年3月18日", "期限自协议生效之日起算"),
    NAMED,
    Placeholder("协议内容", "（调解协议的各项内容）", "法院须知道确认什么", True),
    sentences=(TOGETHER,),
)
