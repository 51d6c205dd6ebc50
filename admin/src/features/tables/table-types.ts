import type { SelfDB } from '@selfdb/sdk';

type Tables = SelfDB['tables'];

/** A table as the API describes it. */
export type TableInfo = Awaited<ReturnType<Tables['get']>>;

/** One column of it, with its name. */
export type ColumnInfo = TableInfo['columns'][number];

export type AccessLevel = TableInfo['access'];

/** What is sent to create a table. */
export type TableInput = Parameters<Tables['create']>[0];

/** What is sent to change one. */
export type TableChange = Parameters<Tables['update']>[1];

/** A column of a new table. */
export type ColumnInput = TableInput['table_schema'][string];

/** What is sent to add a column. */
export type AddedColumn = Parameters<Tables['columns']['add']>[1];

/** What is sent to change a column. */
export type ColumnPatch = Parameters<Tables['columns']['update']>[2];

export type IndexInfo = Awaited<ReturnType<Tables['indexes']['list']>>[number];

export type RelationshipInfo = Awaited<ReturnType<Tables['relationships']>>[number];
