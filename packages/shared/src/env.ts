import { z } from 'zod';
import { DEFAULT_MAX_NUMERIC_DIGITS } from './growth/numbers.ts';

const secret = (name: string) =>
  z
    .string({ error: `${name} is missing` })
    .min(16, `${name} is too short: use at least 32 random characters`);

const positiveInteger = (name: string, byDefault: number) =>
  z.coerce
    .number(`${name} must be a number`)
    .int(`${name} must be a whole number`)
    .positive(`${name} must be more than 0`)
    .default(byDefault);

const oneOf = <const Values extends readonly [string, ...string[]]>(name: string, values: Values) =>
  z.enum(values, `${name} must be one of ${values.join(', ')}`);

const EnvSchema = z.object({
  SELFDB_ENV: oneOf('SELFDB_ENV', ['development', 'production']).default('development'),
  SELFDB_VERSION: z.string().default('0.0.0'),
  DATABASE_URL: z
    .string({ error: 'DATABASE_URL is missing' })
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres://'),
  DATABASE_SQL_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_SQL_URL must start with postgres://')
    .optional(),
  DB_GATEWAY_URL: z.string().optional(),
  SECRET_KEY: secret('SECRET_KEY'),
  API_KEY: secret('API_KEY'),
  INTERNAL_SECRET: secret('INTERNAL_SECRET'),
  CORS_ORIGINS: z.string().default('*'),
  MAX_BODY_BYTES: positiveInteger('MAX_BODY_BYTES', 10 * 1024 * 1024),
  MAX_NUMERIC_DIGITS: positiveInteger('MAX_NUMERIC_DIGITS', DEFAULT_MAX_NUMERIC_DIGITS),
  TRUSTED_PROXIES: z.coerce
    .number('TRUSTED_PROXIES must be a number')
    .int('TRUSTED_PROXIES must be a whole number')
    .min(0, 'TRUSTED_PROXIES must be 0 or more')
    .default(0),
  PRIVATE_MEANS: oneOf('PRIVATE_MEANS', ['owner', 'users']).default('owner'),
  USERS_VISIBLE_TO: oneOf('USERS_VISIBLE_TO', ['users', 'admins']).default('users'),
  ACCESS_TOKEN_TTL_SECONDS: positiveInteger('ACCESS_TOKEN_TTL_SECONDS', 3600),
  REFRESH_TOKEN_TTL_SECONDS: positiveInteger('REFRESH_TOKEN_TTL_SECONDS', 30 * 24 * 3600),
  LOGIN_FAILURES_PER_ACCOUNT: positiveInteger('LOGIN_FAILURES_PER_ACCOUNT', 10),
  LOGIN_FAILURES_PER_ADDRESS: positiveInteger('LOGIN_FAILURES_PER_ADDRESS', 100),
  SQL_MAX_TIMEOUT_MS: positiveInteger('SQL_MAX_TIMEOUT_MS', 300_000),
  SQL_MAX_ROWS: positiveInteger('SQL_MAX_ROWS', 100_000),
  STORAGE_BACKEND: oneOf('STORAGE_BACKEND', ['disk', 's3']).default('disk'),
  STORAGE_MAX_FILE_BYTES: positiveInteger('STORAGE_MAX_FILE_BYTES', 1024 ** 4),
  STORAGE_QUOTA_BYTES: z.coerce
    .number('STORAGE_QUOTA_BYTES must be a number')
    .int('STORAGE_QUOTA_BYTES must be a whole number')
    .min(0, 'STORAGE_QUOTA_BYTES must be 0 or more')
    .default(0),
  STORAGE_UPLOAD_TTL_SECONDS: positiveInteger('STORAGE_UPLOAD_TTL_SECONDS', 24 * 3600),
  STORAGE_SWEEP_AGE_SECONDS: positiveInteger('STORAGE_SWEEP_AGE_SECONDS', 24 * 3600),
  REALTIME_SHARDS: positiveInteger('REALTIME_SHARDS', 1),
  REALTIME_MAX_SOCKETS: positiveInteger('REALTIME_MAX_SOCKETS', 10_000),
  REALTIME_MAX_FRAME_BYTES: positiveInteger('REALTIME_MAX_FRAME_BYTES', 256 * 1024),
  REALTIME_MAX_JOINS: positiveInteger('REALTIME_MAX_JOINS', 100),
  REALTIME_MAX_MESSAGES_PER_SECOND: positiveInteger('REALTIME_MAX_MESSAGES_PER_SECOND', 100),
  REALTIME_MAX_BUFFERED_BYTES: positiveInteger('REALTIME_MAX_BUFFERED_BYTES', 64 * 1024 * 1024),
  S3_ENDPOINT: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_ADDRESSING: oneOf('S3_ADDRESSING', ['path', 'virtual']).default('path'),
  BLOBS_URL: z.string().optional(),
  REALTIME_LOG_MAX_BYTES: positiveInteger('REALTIME_LOG_MAX_BYTES', 256 * 1024 * 1024),
  REALTIME_LOG_MAX_AGE_SECONDS: positiveInteger('REALTIME_LOG_MAX_AGE_SECONDS', 24 * 3600),
  PUBLIC_URL: z.string().optional(),
  LOG_LEVEL: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error']).default('info'),
});

export type Env = z.infer<typeof EnvSchema>;

let parsed: { bindings: object; env: Env } | undefined;

/**
 * The worker's bindings as typed settings, parsed once an isolate.
 * An empty string counts as not set, and so does null, which is workerd's `fromEnvironment` of an absent variable.
 * Throws one error that names every wrong variable.
 */
export function readEnv(bindings: object): Env {
  if (parsed?.bindings === bindings) return parsed.env;
  const given = Object.entries(bindings).filter(([, value]) => value !== '' && value !== null);
  const result = EnvSchema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    const problems = new Map(result.error.issues.map(({ path, message }) => [path[0], message]));
    throw new Error(`Wrong configuration: ${[...problems.values()].join('; ')}`);
  }
  parsed = { bindings, env: result.data };
  return result.data;
}
