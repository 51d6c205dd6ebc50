import { Description, Id, listQuery, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { Triggers } from './triggers.ts';

/** What answers show in place of the value of a variable. Sent back, it keeps the stored value. */
export const MASKED = '********';

/** Paths under `/functions` that are no names of functions. */
const RESERVED = new Set(['count', 'events']);

export const FunctionName = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_-]{0,254}$/,
    'must be 1 to 255 letters, digits, hyphens and underscores, and begin with a letter',
  )
  .refine((name) => !RESERVED.has(name.toLowerCase()), { error: 'is reserved: choose another name' })
  .openapi({ example: 'send-welcome' });

const MAX_CODE_CHARACTERS = 1_000_000;
const Source = Text.max(MAX_CODE_CHARACTERS);
const FilePath = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,7}\.(js|mjs|ts|mts)$/,
    'must be a relative path that ends in .js, .mjs, .ts or .mts',
  );
/** A function of several files: `index.ts` or `index.js`, and what it imports. */
const Files = z
  .record(FilePath, Source)
  .refine((files) => Object.keys(files).length <= 100, { error: 'must be at most 100 files' })
  .refine((files) => 'index.ts' in files || 'index.js' in files, {
    error: 'must contain index.ts or index.js',
  })
  .refine(
    (files) => Object.values(files).reduce((sum, text) => sum + text.length, 0) <= MAX_CODE_CHARACTERS,
    {
      error: 'must be at most 1,000,000 characters together',
    },
  );

const VariableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
    'must be letters, digits and underscores, and not begin with a digit',
  );
const VariableText = Text.max(32_768);
/** What is called `__proto__` would be lost on the way to the function. */
export const Variables = z
  .custom<object>((variables) => !Object.hasOwn(Object(variables), '__proto__'), {
    error: 'A variable can not be called __proto__',
  })
  .pipe(z.record(VariableName, VariableText))
  .refine((variables) => Object.keys(variables).length <= 100, { error: 'must be at most 100 variables' })
  .openapi({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 32_768 },
    description: 'Encrypted when stored, masked in answers',
  });

const Host = z
  .string()
  .max(255)
  .regex(
    /^(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?$/,
    'must be a host name such as api.example.com or *.example.com',
  );
export const Network = z
  .strictObject({ mode: z.enum(['public', 'none', 'hosts']), hosts: z.array(Host).max(100).default([]) })
  .openapi('FunctionNetwork');

const FunctionSchedule = z
  .object({
    cron: z.string(),
    timezone: z.string(),
    next_run_at: Time.nullable().openapi({
      description: 'Null while the function does not run, and for a moment after it was deployed',
    }),
    last_run_at: Time.nullable().openapi({ description: 'When a run was last queued' }),
  })
  .openapi('FunctionSchedule');

const DeploymentStatus = z.enum(['pending', 'deployed', 'failed', 'undeployed']);

export const SelfDBFunction = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string().nullable(),
    code: z.string().openapi({ description: 'The source of the main file' }),
    files: z
      .record(z.string(), z.string())
      .nullable()
      .openapi({ description: 'All files, of a function of several' }),
    runtime: z.string(),
    public: z.boolean().openapi({ description: 'Whether callers without a token may invoke it' }),
    is_active: z.boolean(),
    version: z.int().openapi({ description: 'The newest saved version' }),
    deployed_version: z.int().nullable().openapi({ description: 'The version that serves' }),
    timeout_seconds: z.int(),
    memory_limit_mb: z.int(),
    max_concurrent: z.int(),
    env_vars: z.record(z.string(), z.string()).openapi({ description: `Each value is ${MASKED}` }),
    triggers: Triggers,
    schedules: FunctionSchedule.array().openapi({ description: 'The schedules among the triggers' }),
    network: Network,
    owner_id: Id,
    deployment_status: DeploymentStatus,
    deployment_error: z.string().nullable(),
    execution_count: z.int(),
    execution_success_count: z.int(),
    execution_error_count: z.int(),
    avg_execution_time_ms: z.number().nullable(),
    last_executed_at: Time.nullable(),
    last_deployed_at: Time.nullable(),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('SelfDBFunction');
export type SelfDBFunction = z.infer<typeof SelfDBFunction>;

const fields = {
  description: Description.nullish(),
  runtime: Text.max(50).optional().openapi({ description: "Ignored; 0.0.5's clients send it" }),
  public: z.boolean().optional(),
  timeout_seconds: z.int().min(1).max(300).optional(),
  memory_limit_mb: z.int().min(64).max(1024).optional(),
  max_concurrent: z.int().min(1).max(100).optional(),
  env_vars: Variables.optional(),
  network: Network.optional(),
  deploy: z.boolean().default(true).openapi({ description: 'Whether the saved code serves at once' }),
};
/** What the settings file of a function may say. */
export const FunctionSettings = z.strictObject({
  description: fields.description,
  public: fields.public,
  timeout_seconds: fields.timeout_seconds,
  memory_limit_mb: fields.memory_limit_mb,
  max_concurrent: fields.max_concurrent,
  network: fields.network,
});
export type FunctionSettings = z.output<typeof FunctionSettings>;

const code = {
  code: Source.optional().openapi({ description: 'JavaScript or TypeScript, an ES module' }),
  files: Files.optional().openapi({ description: 'Several files by path, in place of `code`' }),
};
const ONE_SOURCE = { path: ['files'], error: 'contradicts "code": send one of them' };

export const CreateFunction = z
  .strictObject({ name: FunctionName, ...code, ...fields })
  .refine((body) => body.code === undefined || body.files === undefined, ONE_SOURCE)
  .refine((body) => body.code !== undefined || body.files !== undefined, {
    path: ['code'],
    error: 'is missing: send "code" or "files"',
  })
  .openapi('CreateFunction');
export type CreateFunction = z.output<typeof CreateFunction>;

export const UpdateFunction = z
  .strictObject({ name: FunctionName.optional(), is_active: z.boolean().optional(), ...code, ...fields })
  .refine((body) => body.code === undefined || body.files === undefined, ONE_SOURCE)
  .openapi('UpdateFunction');
export type UpdateFunction = z.output<typeof UpdateFunction>;

export const FunctionState = z.strictObject({ is_active: z.boolean() }).openapi('FunctionState');
export const FunctionVariables = z.strictObject({ env_vars: Variables }).openapi('FunctionVariables');
export const Rollback = z.strictObject({ version: z.int().min(1) }).openapi('Rollback');

export const ListFunctions = listQuery(['created_at', 'updated_at', 'name']);
export type ListFunctions = z.output<typeof ListFunctions>;

export const FunctionVersion = z
  .object({
    version: z.int(),
    code: z.string(),
    files: z.record(z.string(), z.string()).nullable(),
    created_by: Id.nullable(),
    created_at: Time,
    deployed: z.boolean().openapi({ description: 'Whether this version serves' }),
  })
  .openapi('FunctionVersion');
export type FunctionVersion = z.infer<typeof FunctionVersion>;
