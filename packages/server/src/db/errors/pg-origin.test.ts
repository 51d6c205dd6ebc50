import { describe, expect, it } from 'vitest';
import type { PgError } from './pg-error.ts';
import { functionOf, isOfInnerCode, refusalStateOf } from './pg-origin.ts';

const raised = (code: string, ...where: string[]): PgError => ({
  code,
  message: 'x',
  routine: 'exec_stmt_raise',
  where: where.join('\n'),
});

const REFUSE = 'PL/pgSQL function selfdb.refuse(text,text) line 3 at RAISE';
const REQUIRE = 'PL/pgSQL function selfdb_api.require_owner(uuid,uuid,uuid,regclass,jsonb) line 8 at PERFORM';
const STATEMENT = `SQL statement "SELECT selfdb.refuse('SD401', 'x')"`;

describe('a refusal is', () => {
  it.each<[string, PgError]>([
    ['one by a function of the system', raised('SD401', REFUSE, STATEMENT, REQUIRE)],
    ['one by a trigger of the system', raised('SD409', 'PL/pgSQL function selfdb.publish() line 9 at RAISE')],
    [
      'one by a statement that looks for loss',
      raised('SD409', 'PL/pgSQL function refuse(text,text) line 3 at RAISE'),
    ],
    ...['SD403', 'SD412', 'SDROW'].map((state): [string, PgError] => [
      `one by a statement on rows: ${state}`,
      raised(state, 'PL/pgSQL function refuse(text,text) line 3 at RAISE'),
    ]),
    [
      'the same in another language',
      raised('SD401', 'PL/pgSQL-Funktion selfdb.refuse(text,text) Zeile 3 bei RAISE'),
    ],
  ])('%s', (_what, error) => {
    expect(refusalStateOf(error)).toBe(error.code);
  });

  it.each<[string, PgError]>([
    ['of another state', raised('P0001', REFUSE)],
    ['reported by Postgres', { ...raised('SD401', REFUSE), routine: 'errfinish' }],
    ['without a context', raised('SD401')],
    ["by a user's function", raised('SD401', 'PL/pgSQL function f() line 1 at RAISE')],
    [
      "called by a user's function",
      raised('SD401', REFUSE, STATEMENT, REQUIRE, 'PL/pgSQL function f() line 1 at PERFORM'),
    ],
    [
      "called by a user's block",
      raised('SD401', REFUSE, 'PL/pgSQL function inline_code_block line 1 at PERFORM'),
    ],
    ["called by a user's SQL function", raised('SD401', REFUSE, 'SQL function "f" statement 1')],
    [
      'by a function that is called so',
      raised('SD401', 'PL/pgSQL function "x selfdb.refuse("() line 1 at RAISE'),
    ],
    [
      'by a schema that is called so',
      raised('SD401', 'PL/pgSQL function myselfdb.refuse(text,text) line 1 at RAISE'),
    ],
    ['by a function below such a schema', raised('SD401', 'PL/pgSQL function " selfdb".f() line 1 at RAISE')],
    [
      'by the function that anyone may call',
      raised('SD401', 'PL/pgSQL function refuse(text,text) line 3 at RAISE'),
    ],
    [
      'by that function for a trigger',
      raised(
        'SD412',
        'PL/pgSQL function refuse(text,text) line 3 at RAISE',
        'PL/pgSQL function f() line 1 at PERFORM',
      ),
    ],
  ])('none %s', (_what, error) => {
    expect(refusalStateOf(error)).toBeUndefined();
  });
});

it('inner code is told by its context, which values can not imitate', () => {
  const at = (where?: string): PgError => ({ code: '23505', message: 'x', where });
  expect(isOfInnerCode(at())).toBe(false);
  expect(isOfInnerCode(at('JSON data, line 1: {"a": "PL/pgSQL function f()'))).toBe(false);
  expect(isOfInnerCode(at('SQL statement "DELETE FROM ONLY x"'))).toBe(true);
  expect(
    functionOf(at('SQL statement "insert"\nPL/pgSQL function public.f(integer) line 1 at SQL statement')),
  ).toBe('public.f');
  expect(functionOf(at('SQL function "g" during inlining'))).toBe('g');
  expect(functionOf(at('SQL statement "DELETE FROM ONLY x"'))).toBeUndefined();
});
