import { Id } from '../contract/common.ts';
import { bytes, errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

const tags = ['Webhooks'];

const AcceptedDelivery = z
  .object({
    accepted: z.literal(true),
    delivery_id: Id,
    function: z.string().openapi({ description: 'The name of the function' }),
  })
  .openapi('AcceptedDelivery');

const SlackChallenge = z.object({ challenge: z.string() }).openapi('SlackChallenge');

const request = {
  params: z.object({ token: z.string() }),
  body: { required: true as const, content: { '*/*': { schema: bytes } } },
};
const responses = {
  200: json(SlackChallenge, "The answer to Slack's verification of the URL, which runs nothing"),
  202: json(AcceptedDelivery, 'Stored. A delivery that came before is not run again'),
  ...errors(400, 401, 404, 409, 413, 429),
};

export const receiveWebhook = route({
  method: 'post',
  path: '/webhooks/in/{token}',
  operationId: 'receiveWebhook',
  summary: 'Receive a request from another service',
  description:
    'Needs no API key. The signature is checked over the body as it was sent. The function runs after the answer.',
  tags,
  security: security.open,
  request,
  responses,
});

export const triggerWebhook = route({
  method: 'post',
  path: '/webhooks/trigger/{token}',
  operationId: 'triggerWebhook',
  summary: 'Receive a request from another service, at the path of SelfDB 0.0.5',
  tags,
  security: security.open,
  request,
  responses,
});
