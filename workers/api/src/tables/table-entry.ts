import { type Access, chosenAccess } from '@selfdb/shared/schemas/access';
import type { CreateTable, UpdateTable } from '@selfdb/shared/schemas/table';

/** What a new table is to be, with who may use it decided. */
export type NewTable = Omit<CreateTable, 'public' | 'access'> & { access: Access };

/** What is to change of a table. */
export type TableChange = Omit<UpdateTable, 'public' | 'access'> & { access?: Access };

/** A table of whose access the body says nothing is private, as one that is not public. */
export function toNewTable(body: CreateTable, privateMeans: Access): NewTable {
  const { public: _, ...table } = body;
  return { ...table, access: chosenAccess(body, privateMeans) ?? privateMeans };
}

export function toTableChange(body: UpdateTable, privateMeans: Access): TableChange {
  const { public: _, access: __, ...change } = body;
  const access = chosenAccess(body, privateMeans);
  return access === undefined ? change : { ...change, access };
}
