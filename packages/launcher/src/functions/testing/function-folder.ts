import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SelfDBFunction } from '@selfdb/sdk';

/** A folder with files by path. */
export function functionFolder(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'selfdb-functions-')));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A function as the API shows it, with defaults for what a test does not name. */
export function deployedFunction(fields: Partial<SelfDBFunction>): SelfDBFunction {
  const id = '0199a000-0000-7000-8000-000000000000';
  const time = '2026-01-01T00:00:00.000Z';
  return {
    ...{ id, name: 'hello', description: null, code: '', files: null, runtime: 'javascript', public: false },
    ...{ is_active: true, version: 1, deployed_version: 1, timeout_seconds: 30, memory_limit_mb: 128 },
    ...{
      max_concurrent: 10,
      env_vars: {},
      triggers: [],
      schedules: [],
      network: { mode: 'public', hosts: [] },
      owner_id: id,
    },
    ...{
      deployment_status: 'deployed',
      deployment_error: null,
      execution_count: 0,
      execution_success_count: 0,
    },
    ...{ execution_error_count: 0, avg_execution_time_ms: null, last_executed_at: null },
    ...{ last_deployed_at: time, created_at: time, updated_at: time },
    ...fields,
  };
}
