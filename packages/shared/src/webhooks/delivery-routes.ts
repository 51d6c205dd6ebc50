import { IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, route, security } from '../contract/route.ts';
import { ListDeliveries, WebhookDelivery } from './delivery-schema.ts';

const tags = ['Webhooks'];

export const listWebhookDeliveries = route({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'List deliveries, newest first (owner)',
  tags,
  security: security.token,
  request: { query: ListDeliveries, params: IdParam },
  responses: { 200: json(WebhookDelivery.array(), 'Deliveries'), ...errors(401, 403, 404) },
});

export const getWebhookDelivery = route({
  method: 'get',
  path: '/webhooks/deliveries/{id}',
  operationId: 'getWebhookDelivery',
  summary: 'Get a delivery with its whole body (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(WebhookDelivery, 'The delivery'), ...errors(401, 403, 404) },
});

export const retryWebhookDelivery = route({
  method: 'post',
  path: '/webhooks/deliveries/{id}/retry',
  operationId: 'retryWebhookDelivery',
  summary: 'Run a delivery again (owner)',
  description:
    'Runs the function that the webhook has now, with the stored request; an outbound one is sent again, after what waits. 409 while the delivery waits or runs.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(WebhookDelivery, 'The delivery, queued again'), ...errors(401, 403, 404, 409) },
});
