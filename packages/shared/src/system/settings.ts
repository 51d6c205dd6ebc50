import { NoQuery } from '../contract/common.ts';
import { errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

const Value = z.union([z.string(), z.number()]).nullable();

const ShownSetting = z
  .object({
    name: z.string().openapi({ description: 'The variable', example: 'MAX_BODY_BYTES' }),
    section: z.string().openapi({ description: 'The section of `.env.example`', example: 'HTTP' }),
    value: Value.openapi({ description: 'In force; null if it is not set' }),
    default: Value.openapi({ description: 'Without the variable; null if there is no default' }),
    about: z.string(),
  })
  .openapi('ShownSetting');

const Settings = z
  .object({
    version: z.string().openapi({ description: 'The version of SelfDB' }),
    database: z.object({
      version: z.string().openapi({ description: 'The version of Postgres', example: '18.4' }),
      address: z.string().openapi({ description: 'Host and port', example: '127.0.0.1:5433' }),
      name: z.string(),
      size_bytes: z.number().openapi({ description: 'What the database takes on disk' }),
    }),
    settings: ShownSetting.array().openapi({
      description: 'In the order of `.env.example`. Those with secrets are never here',
    }),
  })
  .openapi('SystemSettings');
export type Settings = z.infer<typeof Settings>;

export const getSystemSettings = route({
  method: 'get',
  path: '/system/settings',
  operationId: 'getSystemSettings',
  summary: 'Get the version, the database and the limits in force (ADMIN)',
  description:
    'Settings come from the environment or `.env`, and change with a restart. This shows those that are no secret.',
  tags: ['System'],
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(Settings, 'The settings'), ...errors(401, 403) },
});
