import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, optionalJsonBody, route, security } from '../contract/route.ts';
import {
  CreateWebhook,
  ListWebhooks,
  RotateSecret,
  UpdateWebhook,
  Webhook,
  WebhookWithSecret,
} from './schema.ts';

const tags = ['Webhooks'];

export const listWebhooks = route({
  method: 'get',
  path: '/webhooks',
  operationId: 'listWebhooks',
  summary: 'List webhooks',
  description: 'A user sees their own webhooks, an ADMIN all.',
  tags,
  security: security.token,
  request: { query: ListWebhooks },
  responses: { 200: json(Webhook.array(), 'Webhooks'), ...errors(401) },
});

export const countWebhooks = route({
  method: 'get',
  path: '/webhooks/count',
  operationId: 'countWebhooks',
  summary: 'Count webhooks',
  tags,
  security: security.token,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of webhooks that the caller may see'), ...errors(401) },
});

export const createWebhook = route({
  method: 'post',
  path: '/webhooks',
  operationId: 'createWebhook',
  summary: 'Create a webhook: inbound for a function (its owner), outbound for a table (who may read it)',
  description:
    'The answer is the only one that shows the secret. Inbound: enter `url` and the secret at the provider. Outbound: the receiver checks signatures with the secret, as Standard Webhooks describes.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateWebhook) },
  responses: {
    201: json(WebhookWithSecret, 'The new webhook, with its secret'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const getWebhook = route({
  method: 'get',
  path: '/webhooks/{id}',
  operationId: 'getWebhook',
  summary: 'Get a webhook (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Webhook, 'The webhook'), ...errors(401, 403, 404) },
});

export const updateWebhook = route({
  method: 'patch',
  path: '/webhooks/{id}',
  operationId: 'updateWebhook',
  summary: 'Change a webhook (owner)',
  description: 'It takes effect on the next request. Retries that are already waiting keep their schedule.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateWebhook) },
  responses: { 200: json(Webhook, 'The webhook'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteWebhook = route({
  method: 'delete',
  path: '/webhooks/{id}',
  operationId: 'deleteWebhook',
  summary: 'Delete a webhook and its deliveries (owner)',
  description: 'Deliveries that still wait are not run.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const regenerateWebhookToken = route({
  method: 'post',
  path: '/webhooks/{id}/regenerate-token',
  operationId: 'regenerateWebhookToken',
  summary: 'Replace the URL of an inbound webhook (owner)',
  description: 'The former URL answers 404 at once.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Webhook, 'The webhook with its new URL'), ...errors(401, 403, 404, 409) },
});

export const rotateWebhookSecret = route({
  method: 'post',
  path: '/webhooks/{id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Replace the secret of a webhook (owner)',
  description:
    'The answer is the only one that shows the new secret. For WEBHOOK_SECRET_GRACE_HOURS the former one is accepted, too, and what is sent is signed with both.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: optionalJsonBody(RotateSecret) },
  responses: {
    200: json(WebhookWithSecret, 'The webhook with its new secret'),
    ...errors(400, 401, 403, 404, 413, 415),
  },
});
