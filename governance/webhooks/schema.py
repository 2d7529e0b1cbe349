"""What receivers get, in the API's document (OpenAPI 3.1, `webhooks`)."""

from governance.feed.registry import all_kinds

SIGNED = {
    "webhook-id": "消息编号：同一条消息不论送达几次都相同，可据此识别重复",
    "webhook-timestamp": "这次尝试的时间，自 1970-01-01 起的秒数；与当前时间相差过大的应当拒绝",
    "webhook-signature": (
        "“v1,”和 Base64：以密钥对“webhook-id.webhook-timestamp.正文”的 HMAC-SHA256；更换密钥的一天内有两个，以空格相隔"
    ),
}
ABOUT = """有变更时推送给“变更推送”页面上登记的地址，按 Standard Webhooks 签名。

只含种类和编号，内容从 `data.next` 读取。

8 秒内答复 2xx 为送达；不跟随跳转。未送达的两天内重试，间隔渐长；连续两天送不到的地址自动停用。
"""


def complete(result, generator, request, public):
    """Beside the operations: the message that the portal itself sends."""
    kinds = {code: kind.label for code, kind in all_kinds().items()}
    told = "；".join(f"{code} {label}" for code, label in kinds.items())
    change = {
        "type": "object",
        "required": ["kind", "id"],
        "properties": {
            "kind": {"type": "string", "enum": list(kinds), "description": f"种类：{told}"},
            "id": {"type": "integer", "description": "编号"},
        },
    }
    data = {
        "changes": {"type": "array", "items": change, "description": "有变更的记录，最多列出 100 条；试送时为空"},
        "more": {"type": "boolean", "description": "除列出的以外还有没有"},
        "next": {"type": "string", "format": "uri-reference", "description": "从这里读取 changes，得到这一批的内容"},
    }
    properties = {
        "type": {"type": "string", "enum": ["changes", "test"], "description": "changes：有变更；test：试送"},
        "timestamp": {"type": "string", "format": "date-time", "description": "消息产生的时间"},
        "data": {"type": "object", "required": list(data), "properties": data, "description": "内容"},
    }
    schema = {"type": "object", "required": list(properties), "properties": properties}
    result["components"]["schemas"]["WebhookMessage"] = {**schema, "description": "一次推送"}
    result["webhooks"] = {"changes": {"post": _operation()}}
    return result


def _operation():
    headers = [
        {"name": name, "in": "header", "required": True, "description": told, "schema": {"type": "string"}}
        for name, told in SIGNED.items()
    ]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/WebhookMessage"}}}
    return {
        "operationId": "webhook_changes",
        "summary": "变更推送：有记录变更",
        "description": ABOUT,
        "tags": ["变更"],
        "parameters": headers,
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": "已收到"}},
        "security": [],
    }
