import {
  DummyDriver,
  type InferResult,
  type Insertable,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { expect, expectTypeOf, test } from 'vitest';
import type { FilesTable, SqlSnippetsTable, SystemSchema } from './schema.generated.ts';

const db = new Kysely<SystemSchema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

test("the builder knows the system's tables by schema and name", () => {
  const query = db.selectFrom('selfdb.files').select(['name', 'size', 'segments', 'content_encoding']);
  expect(query.compile().sql).toBe(
    'select "name", "size", "segments", "content_encoding" from "selfdb"."files"',
  );
  expectTypeOf<InferResult<typeof query>>().toEqualTypeOf<
    { name: string; size: string; segments: unknown; content_encoding: string | null }[]
  >();
});

test('a new row names what has no default, and nothing that is generated', () => {
  expectTypeOf<{ owner_id: string; name: string; sql_code: string }>().toExtend<
    Insertable<SqlSnippetsTable>
  >();
  expectTypeOf<{ owner_id: string; name: string }>().not.toExtend<Insertable<SqlSnippetsTable>>();
  expectTypeOf<Insertable<FilesTable>>().not.toHaveProperty('folder');
});
