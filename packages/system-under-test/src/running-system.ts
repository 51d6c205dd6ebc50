import type { System } from './launch.ts';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`SELFDB_URL is set, so ${name} has to be set too`);
  return value;
}

/** The system named by SELFDB_URL, or undefined when the tests are to start one of their own. */
export function runningSystem(): System | undefined {
  const { SELFDB_URL, DB_PORT = '5433', GATEWAY_PORT, POSTGRES_PASSWORD = '', FRONTEND_PORT } = process.env;
  if (!SELFDB_URL) return undefined;
  const ownDatabase = `postgres://selfdb:${POSTGRES_PASSWORD}@127.0.0.1:${DB_PORT}/selfdb`;
  return {
    baseUrl: SELFDB_URL.replace(/\/$/, ''),
    frontendUrl: FRONTEND_PORT ? `http://127.0.0.1:${FRONTEND_PORT}` : null,
    gatewayUrl: GATEWAY_PORT ? `http://127.0.0.1:${GATEWAY_PORT}` : null,
    databaseUrl: process.env.DATABASE_URL || ownDatabase,
    apiKey: required('API_KEY'),
    adminEmail: required('ADMIN_EMAIL'),
    adminPassword: required('ADMIN_PASSWORD'),
    environment: null,
  };
}
