import { type Member, PLATFORM_TYPES, TYPES } from './types.ts';

/** The names that the code gives to what it gets, and its variables. */
export interface NamesInCode {
  request: string;
  env: string;
  ctx: string;
  variables: string[];
}

const PARAMETERS = /\bfetch\s*\(([^()]*)\)/;
const NAME = /^\s*([A-Za-z_$][\w$]*)/;

/** The parameters as the first `fetch(…)` of the code names them; `request`, `env` and `ctx` where it does not. */
export function namesInCode(code: string, variables: string[]): NamesInCode {
  const [request, env, ctx] = (PARAMETERS.exec(code)?.[1] ?? '')
    .split(',')
    .map((parameter) => NAME.exec(parameter)?.[1]);
  return { request: request ?? 'request', env: env ?? 'env', ctx: ctx ?? 'ctx', variables };
}

/** The names that stand alone. */
export function rootsOf({ request, env, ctx }: NamesInCode): Member[] {
  return [
    { name: request, type: 'Request', about: 'What the caller sent.' },
    { name: env, type: 'Env', about: 'The variables of the function, and SELFDB.' },
    { name: ctx, type: 'Context', about: 'Work that goes on after the answer.' },
    { name: 'SELFDB', type: 'SelfDB', about: 'This system, where it was taken from env.' },
    { name: 'Response', type: 'ResponseClass', about: 'An answer: new Response(body, { status }).' },
    { name: 'console', type: 'Console', about: 'Writes to the log of the function.' },
  ];
}

/** The members of what a path leads to: `env.SELFDB.asCaller().tables`. Undefined where that is not known. */
export function membersAt(path: string, around: NamesInCode): Member[] | undefined {
  const [root, ...names] = path.replaceAll('()', '').split('.');
  let type = rootsOf(around).find(({ name }) => name === root)?.type;
  for (const name of names) {
    const member = membersOf(type, around)?.find((candidate) => candidate.name === name);
    // A method stands for what it gives.
    type = member?.type.replace(/^\(\) => /, '');
  }
  return membersOf(type, around);
}

/** The member that a path ends with. */
export function memberAt(path: string, around: NamesInCode): Member | undefined {
  const dot = path.lastIndexOf('.');
  if (dot === -1) return rootsOf(around).find(({ name }) => name === path);
  return membersAt(path.slice(0, dot), around)?.find(({ name }) => name === path.slice(dot + 1));
}

function membersOf(type: string | undefined, { variables }: NamesInCode): Member[] | undefined {
  if (type === undefined) return undefined;
  const own = TYPES[type] ?? PLATFORM_TYPES[type];
  if (type !== 'Env' || !own) return own;
  return [...own, ...variables.map((name) => ({ name, type: 'string', about: 'A variable.' }))];
}
