import sql, { raw } from 'sql-template-tag';
import { expect, it } from 'vitest';
import { template } from './template.ts';

it('puts the values of each use where the stand-ins stood, in their order, as often as they stood there', () => {
  const statement = template(['id', 'owner'], ({ id, owner }) => sql`a ${owner} b ${7} c ${id} d ${owner}`);
  const first = statement({ id: 'one', owner: null });
  const text = 'a $1 b $2 c $3 d $4';
  expect(first).toEqual({ text, textJson: JSON.stringify(text), values: [null, 7, 'one', null] });
  expect(statement({ id: 'two', owner: 'me' }).values).toEqual(['me', 7, 'two', 'me']);
  expect(first.values).toEqual([null, 7, 'one', null]);
});

it('leaves white space out, but for what stands in quotes', () => {
  const names = raw(`"a  b""  c" 'd  e''  f' E'g  h'`);
  const { text } = template(
    [],
    () => sql`
    select  ${names}
      from  t `,
  )({});
  expect(text).toBe(`select "a  b""  c" 'd  e''  f' E'g  h' from t`);
});
