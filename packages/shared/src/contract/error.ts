import { z } from './zod.ts';

const Hint = z.string().optional().openapi({
  description: 'The hint of the error that a trigger or function of the database raised',
});

export const ApiError = z
  .object({
    detail: z.string().openapi({ description: 'A sentence a person can act on' }),
    code: z.string().openapi({ description: 'Stable, in snake_case', example: 'not_found' }),
    request_id: z.string(),
    hint: Hint,
  })
  .openapi('ApiError');

export const ApiValidationError = z
  .object({
    detail: z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.int()])).openapi({ example: ['body', 'email'] }),
        msg: z.string(),
        type: z.string(),
      }),
    ),
    code: z.literal('validation_error'),
    request_id: z.string(),
    hint: Hint,
  })
  .openapi('ApiValidationError');
