import { type Access, chosenAccess } from '@selfdb/shared/contract/access';
import type { CreateTable, UpdateTable } from '@selfdb/shared/tables/schema';

/** A new table, with its access decided. */
export type NewTable = Omit<CreateTable, 'public' | 'access'> & { access: Access };

/** The changes of a table. */
export type TablePatch = Omit<UpdateTable, 'public' | 'access'> & { access?: Access };

/** Without an access in the body, a table is private, as with `public: false`. */
export function toNewTable(body: CreateTable, privateMeans: Access): NewTable {
  const { public: _, ...table } = body;
  return { ...table, access: chosenAccess(body, privateMeans) ?? privateMeans };
}

export function toTablePatch(body: UpdateTable, privateMeans: Access): TablePatch {
  const { public: _, access: __, ...change } = body;
  const access = chosenAccess(body, privateMeans);
  return access === undefined ? change : { ...change, access };
}
