import { expect, test } from 'vitest';
import { planDeployment } from './deployment-plan.ts';
import { deployedFunction } from './testing/function-folder.ts';

const wanted = { code: { code: 'a' }, settings: {}, variables: undefined };

test('what is the same changes nothing', () => {
  const settings = {
    timeout_seconds: 30,
    network: { mode: 'public' as const, hosts: [] },
    description: null,
  };
  expect(planDeployment(deployedFunction({ code: 'a' }), { ...wanted, settings })).toEqual({
    changes: [],
    variables: [],
    deploysSaved: false,
    body: {},
  });
  const files = { 'index.ts': 'a', 'b.ts': 'b' };
  const deployed = deployedFunction({ code: 'a', files: { 'b.ts': 'b', 'index.ts': 'a' } });
  expect(planDeployment(deployed, { ...wanted, code: { files } }).changes).toEqual([]);
});

test('only what differs is sent', () => {
  const settings = { timeout_seconds: 5, public: false };
  expect(planDeployment(deployedFunction({ code: 'b' }), { ...wanted, settings })).toMatchObject({
    changes: ['code', 'timeout_seconds'],
    body: { code: 'a', timeout_seconds: 5 },
  });
  const several = deployedFunction({ code: 'a', files: { 'index.ts': 'a' } });
  expect(planDeployment(several, wanted).changes).toEqual(['code']);
});

test('variables are set beside those that are there, whose values are not known', () => {
  const deployed = deployedFunction({ code: 'a', env_vars: { KEPT: '********', SET: '********' } });
  const plan = planDeployment(deployed, { ...wanted, variables: { SET: '1', NEW: '2' } });
  expect(plan).toMatchObject({ changes: [], variables: ['SET', 'NEW'] });
  expect(plan.body).toEqual({ env_vars: { KEPT: '********', SET: '1', NEW: '2' } });
});

test('code that is saved, but does not serve, is deployed', () => {
  expect(planDeployment(deployedFunction({ code: 'a', version: 2 }), wanted).deploysSaved).toBe(true);
  expect(planDeployment(deployedFunction({ code: 'b', version: 2 }), wanted).deploysSaved).toBe(false);
});
