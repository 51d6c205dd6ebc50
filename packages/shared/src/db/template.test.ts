import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { template } from './template.ts';

it('puts the values of each use where the stand-ins stood, in their order, as often as they stood there', () => {
  const statement = template(['id', 'owner'], ({ id, owner }) => sql`a ${owner} b ${7} c ${id} d ${owner}`);
  const first = statement({ id: 'one', owner: null });
  expect(first).toEqual({ text: 'a $1 b $2 c $3 d $4', values: [null, 7, 'one', null] });
  expect(statement({ id: 'two', owner: 'me' }).values).toEqual(['me', 7, 'two', 'me']);
  expect(first.values).toEqual([null, 7, 'one', null]);
});
