import { BadRequestError, type FunctionTrigger } from '@selfdb/sdk';
import { describe, expect, it } from 'vitest';
import { codeErrorOf } from './code/code-error.ts';
import { memberAt, membersAt, namesInCode } from './code/language/resolve.ts';
import { declarationsFor } from './code/language/types.ts';
import { barHeights } from './executions/bar-heights.ts';
import { headersProblem, toInvocation } from './test/test-request.ts';
import { triggerInWords } from './triggers/trigger-words.ts';
import { changedFiles } from './versions/changed-files.ts';

describe('completion', () => {
  const around = namesInCode('export default { async fetch(req: Request, environment, c) {} }', ['MAIL_KEY']);
  const namesAt = (path: string) => membersAt(path, around)?.map(({ name }) => name);

  it('knows what env holds under the name that the code gives it', () => {
    expect(namesAt('environment')).toEqual(['SELFDB', 'MAIL_KEY']);
    expect(namesAt('env')).toBeUndefined();
    expect(namesAt('c')).toEqual(['waitUntil']);
    expect(namesAt('req')).toContain('json');
  });

  it('goes through asCaller(), and knows nothing of what a method promises', () => {
    expect(namesAt('environment.SELFDB.asCaller().tables')).toContain('insert');
    expect(namesAt('SELFDB.tables')).toContain('insert');
    expect(namesAt('environment.SELFDB.tables.rows()')).toBeUndefined();
    expect(memberAt('environment.SELFDB.sql', around)?.type).toContain('query: string');
  });

  it('declares the variables beside SELFDB', () => {
    expect(declarationsFor(['MAIL_KEY'])).toMatch(
      /interface Env \{\n {2}MAIL_KEY: string;\n.*\n {2}SELFDB: SelfDB;/,
    );
  });
});

describe('codeErrorOf', () => {
  const refusal = (loc: unknown[], msg: string) =>
    codeErrorOf(new BadRequestError('', { details: { detail: [{ loc, msg }] } }));

  it('gives the place and the message of an error in the code', () => {
    expect(refusal(['body', 'code', 'lib/a.ts', 3, 14], 'lib/a.ts:3:14: Expression expected')).toEqual({
      file: 'lib/a.ts',
      line: 3,
      column: 14,
      message: 'Expression expected',
    });
  });

  it('is none for an error of another field', () => {
    expect(refusal(['body', 'name'], 'is missing')).toBeUndefined();
    expect(codeErrorOf(new Error('No.'))).toBeUndefined();
  });
});

it.each<[FunctionTrigger, string]>([
  [{ type: 'http' }, 'When it is called'],
  [{ type: 'http', method: ['GET', 'POST'] }, 'When it is called with GET or POST'],
  [{ type: 'schedule', cron: '0 3 * * *' }, 'Every day at 03:00 (UTC)'],
  [{ type: 'database', table: 'orders' }, 'When rows of orders are inserted, updated, or deleted'],
  [{ type: 'database', table: 'orders', events: ['DELETE'] }, 'When rows of orders are deleted'],
  [{ type: 'event', event: 'order.paid' }, 'When the event order.paid is sent'],
])('the trigger %j is told as %j', (trigger, words) => {
  expect(triggerInWords(trigger)).toBe(words);
});

it('makes the longest execution the highest bar, and none too low to be seen', () => {
  const heights = barHeights([0, 100, 400, null]);
  expect(heights[2]).toBe(100);
  expect(heights[1]).toBeLessThan(100);
  expect(Math.min(...heights)).toBeGreaterThan(5);
});

it('lists the files that two versions do not have alike', () => {
  const before = { 'index.ts': '1', 'a.ts': 'a', 'old.ts': 'o' };
  expect(changedFiles(before, { 'index.ts': '2', 'a.ts': 'a', 'new.ts': 'n' })).toEqual([
    { name: 'index.ts', before: '1', after: '2', change: 'changed' },
    { name: 'new.ts', before: '', after: 'n', change: 'added' },
    { name: 'old.ts', before: 'o', after: '', change: 'removed' },
  ]);
});

describe('the request of a test', () => {
  const request = { method: 'POST', path: '/orders/7?deep=true', headers: 'X-Own: a:b\n\n', body: '{"a":1}' };

  it('is sent as JSON to the path below the function, with its query and headers', () => {
    expect(toInvocation(request)).toEqual({
      method: 'POST',
      path: '/orders/7',
      query: { deep: 'true' },
      headers: { 'X-Own': 'a:b', 'Content-Type': 'application/json' },
      body: '{"a":1}',
    });
  });

  it('keeps a type of its own, and GET has no body', () => {
    const typed = toInvocation({ ...request, headers: 'content-type: text/plain' });
    expect(typed.headers).toEqual({ 'content-type': 'text/plain' });
    expect(toInvocation({ ...request, method: 'GET' }).body).toBeUndefined();
  });

  it('says which line of the headers is none', () => {
    expect(headersProblem('X-Own: 1\nnonsense')).toContain('nonsense');
    expect(headersProblem('X-Own: 1')).toBeUndefined();
  });
});
