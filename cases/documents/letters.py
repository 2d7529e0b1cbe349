"""The wording of letters: as shipped here, edited by districts (governance/texts), filled in by the descriptions.

What the law obliges a letter to say cannot be taken out: the duty to tell of other ways (人民调解法 第二十六条), that
nothing is charged (第四条), that parties may refuse and end (第二十三条), what an agreement binds to (第三十一条).
"""

import re
from collections.abc import Iterable, Mapping

from django.utils import timezone

from cases.documents.coverage import unprintable
from cases.documents.layout import Block, Heading, Para
from cases.documents.snapshot import FormSnapshot
from cases.documents.ways import LIMITATION, WAYS
from governance.texts.kinds import TEXTS, Placeholder, Sentence, TextKind, block_of, define, filled, paragraphs
from governance.texts.values import version_on

LAW = "《中华人民共和国人民调解法》"
GROUP = "函件"
OF_FORM = {
    "F03": "letter.rights",
    "F04": "letter.authority",
    "F18.receipt": "letter.receipt",
    "F18.acceptance": "letter.acceptance",
    "F18.refusal": "letter.refusal",
    "F18.session": "letter.session",
    "F18.transfer": "letter.transfer",
    "F18.reply": "letter.reply",
    "F18.termination": "letter.termination",
    "F18.remedies": "letter.remedies",
    "F18.urge": "letter.urge",
    "F18.extension": "letter.extension",
    "F18.suspension": "letter.suspension",
    "F18.resumption": "letter.resumption",
    "F18.reopening": "letter.reopening",
    "F18.address": "letter.address",
    "F18.court_end": "letter.court_end",
    "F18.risk": "letter.risk",
    "F12": "letter.court_application",
}
HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；]{1,30}")
CONTACT = "联系人、电话"
TO_TELL_WAYS = "人民调解法第二十六条规定，调解不成的应当告知当事人其他救济途径"


def words_of(case, form: str) -> str:
    """What the district says in such a letter to a case: as on the day it came in; "" as shipped, or no letter."""
    key = OF_FORM.get(form)
    found = version_on(key, case.area_id, timezone.localdate(case.received_at)) if key else None
    return found.words if found else ""


def worded(
    snap: FormSnapshot, values: Mapping[str, str], blocks: Mapping[str, Iterable[Block]] | None = None
) -> tuple[Block, ...]:
    """The letter of a snapshot, paragraph by paragraph, with `values` and `blocks` in the place of placeholders."""
    kind = TEXTS[OF_FORM[snap.form]]
    made: list[Block] = []
    for paragraph in paragraphs(snap.words or kind.words):
        block = block_of(kind, paragraph)
        made += (blocks or {}).get(block, ()) if block else (Para(filled(paragraph, dict(values))),)
    return tuple(made)


def chaptered(snap: FormSnapshot, values: Mapping[str, str]) -> tuple[Block, ...]:
    """A long text with headings: a line such as “一、当事人的权利” heads the small print below it."""
    kind = TEXTS[OF_FORM[snap.form]]
    made: list[Block] = []
    chapter: list[str] = []
    is_begun = False
    for paragraph in (filled(line, dict(values)) for line in paragraphs(snap.words or kind.words)):
        if HEADING.fullmatch(paragraph):
            made += _small_print(chapter)
            made.append(Heading(paragraph))
            chapter, is_begun = [], True
        elif is_begun:
            chapter.append(paragraph)
        else:
            made.append(Para(paragraph))
    return (*made, *_small_print(chapter))


def _small_print(lines: list[str]) -> list[Block]:
    return [Para("\n".join(lines), small=True)] if lines else []


def _printable(words: str) -> list[str]:
    missing = unprintable(words)
    return [f"“{'”“'.join(missing)}”没有可以打印的字形，请换一个字。"] if missing else []


def letter_text(
    key: str, label: str, words: tuple[str, ...], *placeholders: Placeholder, sentences=(), longest: int = 2000
) -> None:
    """Declare the words of a letter or form as a text that districts edit; `OF_FORM` says of which form."""
    text = "\n".join(words)
    define(TextKind(f"letter.{key}", label, GROUP, text, placeholders, tuple(sentences), longest, faults=_printable))


def _matter(why: str = "函件应当写明所说的是哪一件纠纷") -> Placeholder:
    return Placeholder("案由", "申请人王秀英与被申请人赵磊之间的邻里纠纷", why)


FREE = Sentence("人民调解不收取任何费用", "人民调解法第四条")
REFUSABLE = Sentence("当事人有权拒绝调解或者要求终止调解", "人民调解法第二十三条")
ENDING = (
    Placeholder("终止原因", "双方分歧较大，未能达成协议", "当事人有权知道为何终止"),
    Placeholder("终止日期", "2026年4月2日", "终止的日期关系到后续期限"),
)
WAYS_BLOCK = Placeholder(
    "救济途径", "您可以依法通过下列途径维护自己的权利：\n" + "\n".join((*WAYS, LIMITATION)), TO_TELL_WAYS, True
)
CONTACTS = (
    Placeholder("联系人", "林晓"),
    Placeholder("联系电话", "021-59530000"),
)
ATTACHED = Placeholder("附件", "附件：\n1．申请书\n2．证据材料复印件", block=True)

letter_text(
    "receipt",
    "申请材料回执",
    (
        "您于{收到时间}向本调解委员会申请调解与{被申请人}之间的{纠纷类型}，提交的材料如下：",
        "{材料清单}",
        f"本调解委员会将于{{答复日期}}前告知您是否受理。人民调解不收取任何费用（{LAW}第四条）。",
        "收件人：{收件人}　　联系电话：{联系电话}",
    ),
    Placeholder("收到时间", "2026年3月2日10时12分", "提出请求的时间中断诉讼时效（民法典第一百九十五条）"),
    Placeholder("被申请人", "赵磊"),
    Placeholder("纠纷类型", "邻里纠纷"),
    Placeholder("材料清单", "（材料清单：序号、材料名称、页数、原件或复印件）", "回执应当列明收到的材料", True),
    Placeholder("答复日期", "2026年3月5日", "当事人有权知道何时答复"),
    Placeholder("收件人", "何敏"),
    Placeholder("联系电话", "021-59530000"),
    sentences=(FREE,),
)
letter_text(
    "acceptance",
    "受理通知书",
    (
        f"{{案由}}，经审查，各方当事人均同意调解，符合{LAW}第十七条的规定，本调解委员会决定自{{受理日期}}起予以受理。",
        "本纠纷由人民调解员{调解员}调解，一般应于{调解期限}前调解完毕（司法部《人民调解工作若干规定》第三十三条）。"
        "您有权选择或者接受人民调解员；要求更换的，请及时告知本调解委员会。",
        "请按照通知的时间参加调解，并提供与纠纷有关的材料。人民调解不收取任何费用。",
        "地址：{地址}　　联系电话：{联系电话}",
    ),
    _matter(),
    Placeholder("受理日期", "2026年3月4日", "受理日期是调解期限的起算日"),
    Placeholder("调解员", "林晓", "当事人有权知道由谁调解（人民调解法第十九条、第二十三条）"),
    Placeholder("调解期限", "2026年4月7日"),
    Placeholder("地址", "迎园路 100 号"),
    Placeholder("联系电话", "021-59530000"),
    sentences=(FREE, Sentence("您有权选择或者接受人民调解员", "人民调解法第二十三条")),
)
letter_text(
    "refusal",
    "不予受理通知书",
    (
        "您于{收到日期}就{案由}提出的调解申请，经审查，本调解委员会决定不予受理。",
        "理由{理由代码}：{理由}。{说明}",
        "依据：{依据}。",
        "{救济途径}",
    ),
    _matter(),
    Placeholder("收到日期", "2026年3月2日"),
    Placeholder("理由代码", "（R02）"),
    Placeholder("理由", "人民法院已经受理，且未委托调解", "不予受理应当说明理由"),
    Placeholder("说明", "请凭传票与承办法官联系。"),
    Placeholder("依据", "《人民调解工作若干规定》第二十二条", "不予受理应当说明依据"),
    WAYS_BLOCK,
)
letter_text(
    "session",
    "调解通知书",
    (
        "本调解委员会受理的{案由}，定于下列时间、地点进行调解，请准时参加。",
        "{调解安排}",
        "不能按时参加的，请提前告知，以便另行安排。当事人有权拒绝调解或者要求终止调解。",
    ),
    _matter(),
    Placeholder(
        "调解安排", "（调解安排：时间、地点、方式、调解员、请携带的材料、联系人）", "通知应当写明时间和地点", True
    ),
    sentences=(REFUSABLE,),
)
letter_text(
    "transfer",
    "纠纷移送函",
    (
        "{案由}，因{移送原因}，不宜由本调解委员会单独处理。"
        "依照司法部《人民调解工作若干规定》第二十一条、第二十四条的规定，现将该纠纷及有关材料移送你单位，"
        "请依法处理，并于{答复期限}前将接收和处理情况函复。",
        "{纠纷简要情况}",
        "{附件}",
        "联系人：{联系人}　　联系电话：{联系电话}",
    ),
    _matter(),
    Placeholder("移送原因", "涉嫌违反治安管理", "移送应当说明原因"),
    Placeholder("答复期限", "2026年3月20日"),
    Placeholder("纠纷简要情况", "（纠纷简要情况）", "接收单位须知道纠纷的情况", True),
    ATTACHED,
    *CONTACTS,
)
letter_text(
    "reply",
    "委托移送纠纷办理情况回复函",
    (
        "你单位{来函日期}{来函文号}函委托（移送）调解的{案由}，本调解委员会于{受理日期}受理，案号{案号}，"
        "现将办理情况函复如下：",
        "{办理情况}",
        "{附件}",
        "联系人：{联系人}　　联系电话：{联系电话}",
    ),
    _matter(),
    Placeholder("来函日期", "2026年3月1日"),
    Placeholder("来函文号", "嘉法委〔2026〕12号"),
    Placeholder("受理日期", "2026年3月4日"),
    Placeholder("案号", "（2026）嘉迎人调字第8号"),
    Placeholder("办理情况", "（办理结果、办理情况）", "回复应当写明结果", True),
    ATTACHED,
    *CONTACTS,
)
letter_text(
    "termination",
    "终止调解通知书",
    (
        "本调解委员会受理的{案由}，因{终止原因}，于{终止日期}终止调解。{说明}",
        f"依据：{LAW}第二十三条第二项、第二十六条。",
        "{救济途径}",
    ),
    _matter(),
    *ENDING,
    Placeholder("说明", "经两次调解，双方对赔偿数额仍有分歧。"),
    WAYS_BLOCK,
)
letter_text(
    "remedies",
    "权利救济途径告知书",
    (
        f"本调解委员会受理的{{案由}}，因{{终止原因}}，调解于{{终止日期}}终止。依据{LAW}第二十六条的规定，现予告知：",
        "{救济途径}",
        "各方当事人今后均愿意调解的，可以再次向人民调解委员会申请。",
    ),
    _matter(),
    *ENDING,
    WAYS_BLOCK,
)
letter_text(
    "urge",
    "督促履行通知书",
    (
        "{案由}，经本调解委员会调解，各方于{协议生效日期}达成调解协议（编号：{协议编号}）。"
        "下列义务由您履行，至今尚未履行完毕：",
        "{未履行的义务}",
        f"调解协议具有法律约束力，当事人应当按照约定履行（{LAW}第三十一条）。"
        "请您于{履行日期}前履行，并将履行凭证交本调解委员会；履行确有困难或者对协议有异议的，请及时说明。",
        "仍不履行的，对方当事人可以就调解协议的履行向人民法院提起诉讼；协议经人民法院确认有效的，可以申请强制执行"
        f"（{LAW}第三十二条、第三十三条）。",
        f"{{{CONTACT}}}",
    ),
    _matter(),
    Placeholder("协议生效日期", "2026年3月18日"),
    Placeholder("协议编号", "（2026）嘉迎人调字第8号", "督促应当写明依据的协议"),
    Placeholder("未履行的义务", "（尚未履行的各项：内容、期限、未履行的数额）", "督促应当写明要履行什么", True),
    Placeholder("履行日期", "2026年5月8日", "督促应当给出日期"),
    Placeholder(CONTACT, "（联系人、联系电话）", block=True),
    sentences=(
        Sentence("调解协议具有法律约束力，当事人应当按照约定履行", "人民调解法第三十一条"),
        Sentence("对方当事人可以就调解协议的履行向人民法院提起诉讼", "人民调解法第三十二条"),
    ),
)
