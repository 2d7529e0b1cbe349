"""The base of `/api/v1/` (接口): what every resource shares, so that features only say shapes, filters and acts.

RFC 9457 (problem+json), RFC 9110 (conditional requests), the IETF draft on Idempotency-Key, OpenAPI 3.1.
"""
