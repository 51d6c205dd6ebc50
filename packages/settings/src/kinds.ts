import { z } from 'zod';

/**
 * Turns the text of a variable into its value. A message completes a sentence that begins with the variable's name, and never
 * repeats the value.
 */
export type Kind<T> = z.ZodType<T, string>;

const WHOLE_NUMBER = /^\d+$/;
const ADDRESS = /^(?:[0-9A-Za-z.-]{1,253}:[0-9]{1,5}|[0-9a-f.:]{2,45}\/[0-9]{1,3})$/;
const HOST = /^[\w.:-]+$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const HTTP_URL = /^https?:\/\/[^?#]+$/;
const POSTGRES = /^postgres(ql)?:$/;

export const anyText: Kind<string> = z.string();

export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): Kind<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return z
    .string()
    .transform((value) => (WHOLE_NUMBER.test(value) ? Number(value) : Number.NaN))
    .refine((value) => value >= min && value <= max, { error: `must be a whole number ${range}` });
}

export const port = wholeNumber(1, 65535);

export function oneOf<const T extends string>(...values: T[]): Kind<T> {
  return z.string().pipe(z.enum(values, { error: `must be one of: ${values.join(', ')}` }));
}

export function secret(minLength = 1): Kind<string> {
  return z.string().min(minLength, {
    error: `is shorter than ${minLength} characters. Use at least 32 random ones`,
  });
}

/** One or more keys of age (https://age-encryption.org/v1), with commas between them. */
export function ageKeys(prefix: 'age1' | 'AGE-SECRET-KEY-1'): Kind<string> {
  return z.string().refine((value) => value.split(',').every((key) => key.trim().startsWith(prefix)), {
    error: `must be a key that begins with ${prefix}, or several with commas between them`,
  });
}

export const host: Kind<string> = z.string().regex(HOST, { error: 'must be an IP address or a host name' });

/** Addresses with a port, and networks, with commas between them. */
export const addresses: Kind<string> = z
  .string()
  .refine((value) => value === '' || value.split(',').every((part) => ADDRESS.test(part.trim())), {
    error: 'must be like 10.0.0.5:8080 or 10.0.0.0/8, or several with commas between them',
  });

/** As in a `Host` header: a name, with a port unless it is that of the scheme. */
export const hostAndPort: Kind<string> = z
  .string()
  .regex(/^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::\d{1,5})?)?$/, {
    error: 'must be like functions.example.com or localhost:8000, in lower case',
  });

export const email: Kind<string> = z.string().regex(EMAIL, { error: 'must be an e-mail address' });

export const httpUrl: Kind<string> = z
  .string()
  .regex(HTTP_URL, { error: 'must look like https://api.example.com' });

export const postgresUrl: Kind<string> = z
  .string()
  .refine(isPostgresUrl, { error: 'must look like postgres://user:password@host:5432/database' });

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && POSTGRES.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
}
