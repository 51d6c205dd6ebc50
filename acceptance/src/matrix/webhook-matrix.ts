import { adminOnly, anyCaller, type Operation, ofUser, type Things, userOnly } from './operation.ts';

const one =
  (rest = '') =>
  (things: Things) =>
    `/webhooks/${things.webhookId}${rest}`;
const token = 'A'.repeat(43);

/** The operations on webhooks of functions. */
export const WEBHOOK_MATRIX: Record<string, Operation> = {
  'GET /webhooks': { outcome: userOnly(200) },
  'GET /webhooks/count': { outcome: userOnly(200) },
  // The function is an administrator's.
  'POST /webhooks': {
    outcome: adminOnly(201),
    body: ({ name, functionId }) => ({ name, function_id: functionId }),
  },
  'GET /webhooks/{id}': { outcome: ofUser(200), path: one() },
  'PATCH /webhooks/{id}': { outcome: ofUser(200), path: one(), body: () => ({ description: 'walked' }) },
  'DELETE /webhooks/{id}': { outcome: ofUser(204), path: one() },
  'POST /webhooks/{id}/regenerate-token': { outcome: ofUser(200), path: one('/regenerate-token') },
  'POST /webhooks/{id}/rotate-secret': { outcome: ofUser(200), path: one('/rotate-secret') },
  'GET /webhooks/{id}/deliveries': { outcome: ofUser(200), path: one('/deliveries') },
  // Nothing has come.
  'GET /webhooks/deliveries/{id}': {
    outcome: userOnly(404),
    path: ({ jobId }) => `/webhooks/deliveries/${jobId}`,
  },
  'POST /webhooks/deliveries/{id}/retry': {
    outcome: userOnly(404),
    path: ({ jobId }) => `/webhooks/deliveries/${jobId}/retry`,
  },
  'POST /webhooks/in/{token}': {
    outcome: anyCaller(404),
    isOpen: true,
    path: () => `/webhooks/in/${token}`,
    bytes: '{}',
  },
  'POST /webhooks/trigger/{token}': {
    outcome: anyCaller(404),
    isOpen: true,
    path: () => `/webhooks/trigger/${token}`,
    bytes: '{}',
  },
};
