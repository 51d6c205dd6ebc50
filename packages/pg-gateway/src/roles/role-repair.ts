import type { GatewayLog } from '../gateway-log.ts';
import { runRequest } from '../pool/run-request.ts';
import type { SessionPool } from '../pool/session-pool.ts';
import { gatewayItself } from '../pool/sql-caller.ts';
import { isLoginFailure, repairStatements } from './sql-role.ts';

const minIntervalMs = 1_000;
const maxAnswerBytes = 1_024;

/**
 * Restores the password of the second role, which a role may always change for itself, and removes its settings,
 * through the system's pool. Simultaneous calls share one repair, and there is at most one a second.
 */
export function createRoleRepair(system: SessionPool, databaseSqlUrl: string, log: GatewayLog) {
  const statements = repairStatements(databaseSqlUrl).map((text) => ({ text, values: [] }));
  let nextRepairMs = 0;
  let running: Promise<boolean> | undefined;
  const repair = async (): Promise<boolean> => {
    const request = { statements, begin: 'BEGIN', rawText: true, arrayMode: true };
    try {
      await runRequest(system, request, maxAnswerBytes, gatewayItself);
      log.event('the role of DATABASE_SQL_URL could not log in and was repaired');
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      log.event("the role of DATABASE_SQL_URL can't log in and could not be repaired", { code });
      return false;
    }
  };
  return async (error: unknown): Promise<boolean> => {
    if (!isLoginFailure(error)) return false;
    if (running) return running;
    const nowMs = performance.now();
    if (nowMs < nextRepairMs) return false;
    nextRepairMs = nowMs + minIntervalMs;
    running = repair().finally(() => {
      running = undefined;
    });
    return running;
  };
}
