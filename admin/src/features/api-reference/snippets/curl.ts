import { type ApiCall, needsLogin, PASSWORD_PLACEHOLDER, pathOf, type Target } from './call.ts';
import { shellText } from './literals.ts';

const CURL = 'curl -sS --fail-with-body';
const JSON_HEADER = "-H 'Content-Type: application/json'";

function login({ email }: Target): string {
  return `PASSWORD=${shellText(PASSWORD_PLACEHOLDER)}
# Sign in
TOKEN=$(${CURL} "$API/users/token" -H "X-API-Key: $KEY" ${JSON_HEADER} \\
  -d '{"email": ${shellText(JSON.stringify(email)).slice(1, -1)}, "password": "'"$PASSWORD"'"}' \\
  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
}

function bodyOf({ body }: ApiCall): string[] {
  if (!body) return [];
  if (body.kind === 'json') return [JSON_HEADER, `-d ${shellText(JSON.stringify(body.value))}`];
  return [`-H ${shellText(`Content-Type: ${body.type}`)}`, `--data-binary ${shellText(`@${body.name}`)}`];
}

function methodOf({ method, body }: ApiCall): string {
  if (method === 'HEAD') return ' --head';
  return method === (body ? 'POST' : 'GET') ? '' : ` -X ${method}`;
}

function request(call: ApiCall): string {
  const parts = [
    ...(call.auth === 'none' ? [] : ['-H "X-API-Key: $KEY"']),
    ...(call.auth === 'user' ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...Object.entries(call.headers).map(([name, value]) => `-H ${shellText(`${name}: ${value}`)}`),
    ...bodyOf(call),
    ...(call.answer === 'bytes' ? ['-o answer.bin'] : []),
  ];
  const lines = [`${CURL}${methodOf(call)} "$API${pathOf(call)}"`, ...parts];
  return `# ${call.title}\n${lines.join(' \\\n  ')}`;
}

/** A script for the shell. */
export function curlProgram(target: Target, calls: ApiCall[]): string {
  const head = `API=${shellText(target.url)}\nKEY=${shellText(target.apiKey)}`;
  const blocks = needsLogin(calls) ? [`${head}\n${login(target)}`] : [head];
  return [...blocks, ...calls.map(request)].join('\n\n');
}
