"""Which kind of dispute a text tells of, and by which words: a suggestion that the registrar may overrule. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from cases.docket.codes import SUBTYPES, DisputeType

SPACES = re.compile(r"\s+")

# domain/mediation.md 4.2: (type, subtype, words that people use for it)
WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("D01", "离婚财产", ("离婚", "夫妻共同财产", "分居")),
    ("D01", "赡养", ("赡养", "养老费", "不养老人", "照顾老人", "轮流照顾")),
    ("D01", "子女抚养", ("抚养费", "抚养权", "子女抚养")),
    ("D01", "探望", ("探望", "看孩子", "探视")),
    ("D01", "继承", ("继承", "遗产", "遗嘱", "过世后的房", "法定继承")),
    ("D01", "家庭暴力后续", ("家暴", "家庭暴力", "丈夫打", "殴打妻子")),
    ("D01", "婚约财产", ("彩礼", "婚约", "订婚", "退婚")),
    ("D01", "", ("夫妻", "婆媳", "兄弟姐妹不和")),
    ("D02", "噪音", ("噪音", "噪声", "太吵", "扰民", "半夜", "跑步机", "音响", "跳绳", "拖椅子")),
    ("D02", "漏水", ("漏水", "渗水", "渗漏", "水管破", "天花板发霉", "墙皮脱落", "楼上卫生间")),
    ("D02", "宠物", ("狗叫", "遛狗", "养狗", "养猫", "宠物粪便", "犬吠")),
    ("D02", "空调滴水", ("空调滴水", "空调外机", "冷凝水")),
    ("D02", "树木采光通风", ("采光", "挡光", "遮光", "通风", "树枝", "大树")),
    ("D02", "公共走道", ("走道", "楼道堆", "堆物", "鞋柜", "公共部位", "楼道杂物")),
    ("D02", "垃圾", ("乱扔垃圾", "垃圾堆", "倒垃圾", "垃圾袋")),
    ("D02", "邻里停车", ("挡住车库", "堵住车", "邻居停车", "占车位的邻居")),
    ("D02", "口角", ("争吵", "吵架", "口角", "辱骂", "推搡")),
    ("D02", "", ("邻居", "隔壁", "楼上", "楼下")),
    ("D03", "共有", ("共有房", "房产份额", "产权份额")),
    ("D03", "违法搭建", ("搭建", "违建", "违章建筑", "阳光房")),
    ("D03", "边界", ("宅基地", "界墙", "围墙", "地界")),
    ("D04", "租赁", ("租房", "租金", "房租", "押金", "房东", "租客", "退租", "租赁", "承租")),
    ("D04", "民间借贷", ("借款", "借条", "欠条", "借钱", "还钱", "欠我", "民间借贷")),
    ("D04", "买卖", ("定金", "退货", "买卖合同", "货款")),
    ("D04", "装修", ("装修", "装潢", "施工队", "返工")),
    ("D04", "中介", ("中介费", "中介", "房产经纪")),
    ("D04", "服务", ("培训费", "家政", "月嫂", "服务合同")),
    ("D06", "宠物致害", ("咬伤", "狗咬伤", "被狗咬", "被猫抓", "狂犬疫苗")),
    ("D06", "人身损害", ("打伤", "受伤", "医药费", "骨折", "摔倒", "撞伤", "误工费")),
    ("D06", "高空坠物", ("高空抛物", "高空坠物", "坠落", "砸到")),
    ("D06", "财产损害", ("损坏", "刮花", "砸坏", "赔车")),
    ("D07", "", ("山林", "承包地", "耕地", "土地流转")),
    ("D08", "", ("征地", "拆迁", "动迁", "征收补偿")),
    ("D09", "光", ("光污染", "灯箱太亮", "广告牌灯")),
    ("D09", "烟", ("油烟", "饭店排烟")),
    ("D09", "经营噪声", ("广场舞音响", "店铺音响", "施工噪声", "工地噪声")),
    ("D10", "", ("农民工工资", "拖欠工资的工地", "包工头")),
    ("D11", "", ("工资", "加班费", "工伤", "劳动合同", "辞退", "社保")),
    ("D12", "", ("旅行社", "跟团", "旅游")),
    ("D13", "", ("网购", "直播间", "电商平台", "快递丢失")),
    ("D14", "预付卡", ("预付卡", "会员卡", "健身卡", "美容卡", "办卡", "充值")),
    ("D14", "", ("假货", "消费", "商家")),
    ("D15", "", ("医院", "医疗事故", "手术", "误诊", "医生")),
    ("D16", "", ("交通事故", "追尾", "电动车撞", "车祸", "交警认定")),
    ("D17", "物业费", ("物业费", "拖欠物业", "欠缴物业")),
    ("D17", "维修", ("电梯坏", "电梯故障", "维修基金", "物业不修", "物业维修")),
    ("D17", "公共收益", ("公共收益", "广告收益")),
    ("D17", "停车", ("停车费", "车位费", "地下车库", "小区停车")),
    ("D17", "业委会", ("业委会", "业主委员会", "业主大会")),
    ("D17", "充电桩", ("充电桩", "飞线充电")),
    ("D17", "", ("物业公司", "物业服务")),
    ("D99", "校园", ("同学打架", "校园")),
    ("D99", "虚拟财产", ("游戏账号", "虚拟财产")),
)
SPECIFIC = 2  # a word of a subtype weighs more than one of a whole type: every leak is also about 楼上


@dataclass(frozen=True)
class Suggestion:
    dispute_type: str
    subtype: str
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """邻里纠纷·漏水."""
        name = str(DisputeType(self.dispute_type).label)
        return f"{name}·{self.subtype}" if self.subtype else name

    @property
    def reason(self) -> str:
        """因为文中有“漏水”."""
        return f"因为文中有{'、'.join(f'“{word}”' for word in self.words)}"


def suggest(text: str) -> Suggestion | None:
    """The type whose words weigh most in `text`; of equals the one named first; None when no word is known.

    A word weighs its length, and twice that when it names a subtype; one that lies within a longer hit of the same
    row counts for nothing.
    """
    flat = SPACES.sub("", unicodedata.normalize("NFKC", text))
    best, most = None, 0
    for dispute_type, subtype, words in WORDS:
        hits = _longest([word for word in words if word in flat])
        weight = sum(map(len, hits)) * (SPECIFIC if subtype else 1)
        if weight > most:
            best, most = Suggestion(dispute_type, subtype, tuple(hits)), weight
    return best


def _longest(hits):
    return [word for word in hits if not any(word != other and word in other for other in hits)]


def unknown_rows() -> list[tuple[str, str]]:
    """Rows of WORDS whose type or subtype the code lists do not have; a test keeps it empty."""
    return [(code, name) for code, name, _ in WORDS if name and name not in SUBTYPES.get(code, ())]
