import { toValidationError } from '@selfdb/server/http/error-handler';
import { table } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import { ChangePassword, Login } from '@selfdb/shared/users/schema';

const MAX_BODY_BYTES = 16 * 1024;
const JSON_TYPE = /^application\/json(?:;|$)/i;

/** What the launcher gives the first administrator if nobody chooses a password. */
export const DEFAULT_PASSWORD: string = table.ADMIN_PASSWORD.default;

const SignInForm = Login.extend({
  new_password: ChangePassword.shape.new_password
    .refine((value) => value !== DEFAULT_PASSWORD, { error: 'must not be the default password' })
    .nullish()
    .transform((value) => value ?? undefined),
});
export type SignInForm = typeof SignInForm._output;

/** A form of another site can't send this type, and a script of another site has to ask first. */
export function requireJsonType(headers: Headers): void {
  if (JSON_TYPE.test(headers.get('Content-Type') ?? '')) return;
  throw new AppError('unsupported_media_type', 'Send the body as application/json.');
}

/** E-mail address and password in the body. Throws bad_request, too_large and a ValidationError. */
export async function readSignInForm(request: Request): Promise<SignInForm> {
  const parsed = SignInForm.safeParse(parse(await readText(request)));
  if (!parsed.success) throw toValidationError(parsed.error, 'json');
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which has the password.
    throw new AppError('bad_request', 'The body is not JSON.');
  }
}

/** Stops at the limit, whatever length the client declares. */
async function readText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES)
      throw new AppError('too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
