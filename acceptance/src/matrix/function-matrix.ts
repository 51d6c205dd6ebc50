import { adminOnly, type Operation, ofUser, type Things, userOnly } from './operation.ts';

const one =
  (rest = '') =>
  (things: Things) =>
    `/functions/${things.functionId}${rest}`;
const CODE = 'export default () => 1';

/** With each method, at the function and below it. */
const invocations = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method): [string, Operation][] => {
  const passed = { outcome: userOnly(200), isPassedOn: true };
  return [
    [
      `${method} /functions/{name}/invoke`,
      { ...passed, path: ({ functionName }) => `/functions/${functionName}/invoke` },
    ],
    [
      `${method} /functions/{name}/invoke/{path}`,
      { ...passed, path: ({ functionName }) => `/functions/${functionName}/invoke/a/b` },
    ],
  ];
});

/** The operations on functions. The owner was an administrator when they created theirs. */
export const FUNCTION_MATRIX: Record<string, Operation> = {
  'GET /functions': { outcome: userOnly(200) },
  'GET /functions/count': { outcome: userOnly(200) },
  'POST /functions': { outcome: adminOnly(201), body: ({ name }) => ({ name, code: CODE }) },
  'POST /functions/events': { outcome: userOnly(202), body: () => ({ event: 'walked' }) },
  'GET /functions/{id}': { outcome: ofUser(200), path: one() },
  'PATCH /functions/{id}': { outcome: ofUser(200), path: one(), body: () => ({ description: 'walked' }) },
  'DELETE /functions/{id}': { outcome: ofUser(204), path: one() },
  'POST /functions/{id}/deploy': { outcome: ofUser(200), path: one('/deploy') },
  'PATCH /functions/{id}/state': {
    outcome: ofUser(200),
    path: one('/state'),
    body: () => ({ is_active: false }),
  },
  'PUT /functions/{id}/env': {
    outcome: ofUser(200),
    path: one('/env'),
    body: () => ({ env_vars: { WALKED: 'yes' } }),
  },
  'GET /functions/{id}/versions': { outcome: ofUser(200), path: one('/versions') },
  'POST /functions/{id}/rollback': {
    outcome: ofUser(200),
    path: one('/rollback'),
    body: () => ({ version: 1 }),
  },
  'GET /functions/{id}/executions': { outcome: ofUser(200), path: one('/executions') },
  // Nothing has run.
  'GET /functions/{id}/executions/{execution_id}': {
    outcome: ofUser(404),
    path: (things) => one(`/executions/${things.jobId}`)(things),
  },
  'GET /functions/{id}/dead-jobs': { outcome: ofUser(200), path: one('/dead-jobs') },
  'POST /functions/{id}/dead-jobs/{job_id}/retry': {
    outcome: ofUser(404),
    path: (things) => one(`/dead-jobs/${things.jobId}/retry`)(things),
  },
  // It has no database trigger.
  'POST /functions/{id}/replay': {
    outcome: ofUser(409),
    path: one('/replay'),
    body: () => ({ since: 'k3f9q2:00000000019A3B28:0000000A' }),
  },
  'GET /functions/{id}/logs': { outcome: ofUser(200), path: one('/logs') },
  'GET /functions/{id}/metrics': { outcome: ofUser(200), path: one('/metrics') },
  ...Object.fromEntries(invocations),
};
