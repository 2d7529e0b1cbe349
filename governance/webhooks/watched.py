"""New in the lists of webhooks: endpoints that somebody changed, or that began to fail; messages that failed."""

from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, written
from governance.webhooks.filters import DeliveryFilter, EndpointFilter
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint

watched(
    "webhooks:webhooks",
    filterset=EndpointFilter,
    rows=lambda actor: WebhookEndpoint.objects.visible_to(actor),
    stirred=any_of(acted_on(WebhookEndpoint), written(WebhookEndpoint, "failing_since")),
)
watched(
    "webhooks:deliveries",
    filterset=DeliveryFilter,
    rows=lambda actor: WebhookDelivery.objects.visible_to(actor),
    stirred=written(WebhookDelivery, "made_at", "ended_at"),
)
