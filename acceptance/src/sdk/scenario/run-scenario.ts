import { SelfDB } from '@selfdb/sdk';
import { AUTH_STEPS } from './auth-steps.ts';
import { BACKUP_STEPS } from './backup-steps.ts';
import { FUNCTION_STEPS } from './functions/function-steps.ts';
import { WEBHOOK_STEPS } from './functions/webhook-steps.ts';
import { HTTP_STEPS } from './http-steps.ts';
import { REALTIME_STEPS } from './realtime-steps.ts';
import { createRecorder } from './recorder.ts';
import { SQL_STEPS } from './sql-steps.ts';
import type { Scene, Stage } from './step.ts';
import { FILE_LIST_STEPS } from './storage/file-list-steps.ts';
import { BUCKET_STEPS, FILE_STEPS } from './storage/storage-steps.ts';
import { QUERY_STEPS, TABLE_STEPS } from './table-steps.ts';

const STEPS = [
  ...HTTP_STEPS,
  ...AUTH_STEPS,
  ...TABLE_STEPS,
  ...QUERY_STEPS,
  ...SQL_STEPS,
  ...BUCKET_STEPS,
  ...FILE_STEPS,
  ...FILE_LIST_STEPS,
  ...REALTIME_STEPS,
  ...BACKUP_STEPS,
  ...FUNCTION_STEPS,
  ...WEBHOOK_STEPS,
];

/** What became of a scenario. */
export interface Outcome {
  passed: string[];
  failures: string[];
  /** The public methods that no step has called. */
  uncalled: string[];
}

/** Calls every method of the SDK against a running system. Runs in any runtime. */
export async function runScenario(scene: Scene): Promise<Outcome> {
  const stage = await setStage(scene);
  const recorder = createRecorder();
  recorder.watch(stage.admin);
  const outcome: Outcome = { passed: [], failures: [], uncalled: [] };
  for (const { name, run } of STEPS) {
    try {
      await run(stage);
      outcome.passed.push(name);
    } catch (error) {
      outcome.failures.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  outcome.uncalled = recorder.uncalled();
  return outcome;
}

async function setStage(scene: Scene): Promise<Stage> {
  const { baseUrl, apiKey } = scene;
  const client = () => new SelfDB({ baseUrl, apiKey });
  const marker = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const [email, password] = [`stage-${marker}@example.com`, 'a plain pass phrase'];
  const [admin, user] = [client(), client()];
  await admin.auth.login({ email: scene.adminEmail, password: scene.adminPassword });
  await user.auth.users.create({ email, password, firstName: 'Ada', lastName: 'Lovelace' });
  await user.auth.login({ email, password });
  return { ...scene, marker, client, admin, user, email, password };
}
