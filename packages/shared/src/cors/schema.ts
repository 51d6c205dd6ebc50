import { Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { parseOrigin } from './origin.ts';

const MAX_ORIGINS = 100;
const MAX_CHARACTERS = 300;

const Origin = z
  .string()
  .max(MAX_CHARACTERS)
  .transform((text, context) => {
    const parsed = parseOrigin(text.trim());
    if ('origin' in parsed) return parsed.origin;
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  })
  .openapi({ type: 'string', maxLength: MAX_CHARACTERS, example: 'https://app.example.com' });

export const SetCors = z
  .strictObject({
    origins: Origin.array()
      .max(MAX_ORIGINS)
      .transform((origins) => [...new Set(origins)])
      .nullable()
      .openapi({
        type: ['array', 'null'],
        items: { type: 'string', maxLength: MAX_CHARACTERS },
        maxItems: MAX_ORIGINS,
        example: ['https://app.example.com', 'https://*.example.com', 'http://localhost:5173'],
        description:
          'Origins, `https://*.example.com` for all subdomains of a domain, or `*` for all. An empty list allows none. null goes back to `CORS_ORIGINS`',
      }),
  })
  .openapi('SetCors');
export type SetCors = z.output<typeof SetCors>;

export const CorsQuery = z.strictObject({
  origin: z.string().max(MAX_CHARACTERS).optional().openapi({
    description: 'Asks whether a page of this origin may call. The answer is `allowed`',
    example: 'https://app.example.com',
  }),
});

export const Cors = z
  .object({
    origins: z.string().array().openapi({ description: 'The origins that are in force' }),
    source: z.enum(['environment', 'database']).openapi({
      description: 'environment: the setting `CORS_ORIGINS`. database: what was set with this route',
    }),
    environment: z.string().array().openapi({ description: 'The origins of the setting `CORS_ORIGINS`' }),
    changed_at: Time.nullable().openapi({ description: 'When they were last set; null if never' }),
    allowed: z.boolean().optional().openapi({ description: 'Whether the origin of the query may call' }),
  })
  .openapi('Cors');
export type Cors = z.infer<typeof Cors>;
