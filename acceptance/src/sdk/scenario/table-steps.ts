import { BadRequestError, ConflictError, NotFoundError } from '@selfdb/sdk';
import { refused, same } from './check.ts';
import type { Stage, Step } from './step.ts';

const BOOKS = {
  title: { type: 'text', nullable: false },
  year: { type: 'integer' },
  code: { type: 'text', unique: true },
};

async function createBooks({ user, marker }: Stage, name: string) {
  return user.tables.create({ name: `${name}_${marker}`, table_schema: BOOKS, public: false });
}

export const TABLE_STEPS: Step[] = [
  {
    name: 'creates, finds, changes and drops a table',
    async run(stage) {
      const { tables } = stage.user;
      const { id, name } = await createBooks(stage, 'a');
      same((await tables.get(id)).name, name);
      same((await tables.list({ search: name })).length, 1);
      same(await tables.count({ search: name }), { count: 1 });
      same((await tables.update(id, { description: 'Read' })).description, 'Read');
      same((await tables.indexes(id))[0]?.primary, true);
      same(await tables.relationships(id), []);
      same((await tables.sql(id)).sql.includes(name), true);
      same((await tables.delete(id)).id, id);
      await refused(tables.get(id), NotFoundError, 404, 'not_found');
    },
  },
  {
    name: 'previews changes of the schema, creates and drops an index',
    async run(stage) {
      const { tables } = stage.user;
      const { preview } = tables;
      const { id, name } = await createBooks(stage, 'p');
      const index = { name: `by_year_${stage.marker}`, columns: ['year'] };
      const statements = [
        await preview.create({ name: `${name}_2`, table_schema: BOOKS }),
        await preview.update(id, { name: `${name}_3` }),
        await preview.addColumn(id, { name: 'pages', type: 'integer' }),
        await preview.updateColumn(id, 'year', { type: 'bigint' }),
        await preview.removeColumn(id, 'year'),
        await preview.createIndex(id, index),
        await preview.delete(id),
      ];
      same(
        statements.every((made) => made.statements.length > 0),
        true,
      );
      await tables.createIndex(id, index);
      same((await preview.deleteIndex(id, index.name)).statements.length, 1);
      await tables.deleteIndex(id, index.name);
      same((await tables.get(id)).name, name);
      same(
        (await tables.indexes(id)).some((other) => other.name === index.name),
        false,
      );
    },
  },
  {
    name: 'adds, changes and removes columns, also of strange names',
    async run(stage) {
      const { columns } = stage.user.tables;
      const { id } = await createBooks(stage, 'b');
      const strange = 'a/b?c#d%2e e';
      await columns.add(id, { name: strange, type: 'text', nullable: true });
      const changed = await columns.update(id, strange, { new_name: 'stars', type: 'integer' });
      same(changed.table_schema.stars?.type, 'integer');
      const { table_schema } = await columns.remove(id, 'stars');
      same('stars' in table_schema, false);
      await refused(columns.remove(id, '..'), BadRequestError, undefined, 'bad_request');
    },
  },
  {
    name: 'inserts, reads, changes and deletes rows',
    async run(stage) {
      const { data } = stage.user.tables;
      const { id } = await createBooks(stage, 'c');
      const dune = await data.insert<{ id: string; title: string }>(id, { title: 'Dune', code: 'd/u?n#e%' });
      same((await data.getRow(id, dune.id)).title, 'Dune');
      same((await data.updateRow(id, dune.id, { year: 1965 })).year, 1965);
      same((await data.getRow(id, 'd/u?n#e%', { idColumn: 'code' })).year, 1965);
      await data.insertMany(id, [{ title: 'Ubik' }, { title: 'Solaris' }]);
      const [kept] = await data.upsert(id, [{ code: 'd/u?n#e%', title: 'Dune!' }], { onConflict: 'code' });
      same([kept?.id, kept?.title, kept?.year], [dune.id, 'Dune!', 1965]);
      same(await data.updateMany(id, { year: { is: 'null' } }, { year: 1961 }), { count: 2 });
      same((await data.fetch(id, { sortBy: 'title', pageSize: 1, search: 'ubik' })).total, 1);
      same((await data.deleteRow(id, dune.id)).row_id, dune.id);
      same(await data.deleteMany(id, { title: { in: ['Ubik', 'Solaris'] } }), { count: 2 });
      await refused(data.insert(id, { year: 1 }), BadRequestError, 422, 'validation_error');
    },
  },
  {
    name: 'keeps keys that a URL would collapse from reaching another URL',
    async run(stage) {
      const { data } = stage.user.tables;
      const { id } = await createBooks(stage, 'd');
      await data.insertMany(id, [
        { title: 'x', code: '..' },
        { title: 'y', code: '%2e%2e' },
      ]);
      for (const key of ['..', '.', '']) {
        const gone = data.deleteRow(id, key, { idColumn: 'code' });
        await refused(gone, BadRequestError, undefined, 'bad_request');
      }
      same((await data.deleteRow(id, '%2e%2e', { idColumn: 'code' })).row_id, '%2e%2e');
      same(await data.deleteMany(id, { code: '..' }), { count: 1 });
      await refused(data.insert(id, { code: null }), BadRequestError, 422, 'validation_error');
    },
  },
];

export const QUERY_STEPS: Step[] = [
  {
    name: 'asks step by step, and goes through all pages by cursor',
    async run(stage) {
      const { data } = stage.user.tables;
      const { id } = await createBooks(stage, 'e');
      const rows = Array.from({ length: 25 }, (_, at) => ({ title: `Volume ${at}`, year: 1900 + (at % 5) }));
      await data.insertMany(id, rows);
      const query = data.query<{ title: string; year: number }>(id).filter({ year: { gte: 1901 } });
      const page = await query
        .filter('year', 'lt', 1903)
        .sort('title')
        .page(2)
        .pageSize(4)
        .count('exact')
        .execute();
      same([page.data.length, page.total, page.page, page.pageSize], [4, 10, 2, 4]);
      const found = await data.query(id).search('volume 7').select('title').execute();
      same(found.data, [{ title: 'Volume 7' }]);
      const sizes: number[] = [];
      for await (const { data: part } of data.query(id).sort('year').pageSize(10).pages())
        sizes.push(part.length);
      same(sizes, [10, 10, 5]);
      const titles = new Set<unknown>();
      for await (const row of data.query(id).pageSize(7)) titles.add(row.title);
      same(titles.size, 25);
      const long = { title: { in: Array.from({ length: 2000 }, (_, at) => `Volume ${at}`) } };
      same((await data.query(id).filter(long).execute()).total, 25);
    },
  },
  {
    name: 'finds a table by its name, also after it was made again',
    async run(stage) {
      const { user } = stage;
      const { id, name } = await createBooks(stage, 'f');
      const books = user.table(name);
      const [dune] = await books.insertMany([{ title: 'Dune', code: 'd' }]);
      same((await books.get(String(dune?.id))).title, 'Dune');
      await books.update(String(dune?.id), { year: 1965 });
      await books.upsert([{ code: 'd', title: 'Dune!' }], { onConflict: 'code' });
      same(await books.updateMany({ title: 'Dune!' }, { year: 1966 }), { count: 1 });
      same((await books.query().filter('year', 1966).execute()).total, 1);
      const other = stage.client();
      await other.auth.login({ email: stage.email, password: stage.password });
      await other.tables.delete(id);
      await createBooks(stage, 'f');
      same((await books.query().execute()).total, 0);
      const row = await books.insert({ title: 'Ubik' });
      await books.delete(String(row.id));
      same(await books.deleteMany({ year: 1 }), { count: 0 });
      await refused(user.table('no_such_table').query().execute(), NotFoundError, 404, 'not_found');
      await refused(createBooks(stage, 'f'), ConflictError, 409, 'conflict');
    },
  },
];
