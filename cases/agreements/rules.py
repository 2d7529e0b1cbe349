"""Numbers and switches of agreements that the law leaves open (domain/mediation.md 6.7, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

define(
    Rule(
        "agreement.finger.witness",
        "只按指印、不签名的，是否须有见证人",
        Kind.BOOLEAN,
        (Default(True, "本系统建议值，可按当地规定修改"),),
        "调解协议",
        help="适用于当事人不能签名、只按指印的情形。",
    ),
)
