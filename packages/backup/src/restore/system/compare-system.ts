import type { Client } from 'pg';
import { ArchiveError } from '../../archive/read-archive.ts';
import { dumpDatabase } from '../../dump/dump-database.ts';
import { withConnection } from '../../snapshot/connect.ts';
import { runScript } from '../run-script.ts';
import { takeSameDays } from './partition-days.ts';

/** Definitions without rights, which are compared as sets: their order says nothing. */
const DEFINITIONS = ['--schema-only', '--no-privileges', '--schema=selfdb', '--schema=selfdb_api'];

/** Who has which right on the system's objects beside their owner, and what the system's role gives with every new object. */
const RIGHTS = `
  with system as (select oid, nspname, nspacl, nspowner from pg_namespace where nspname in ('selfdb', 'selfdb_api')),
  acls(object, owner, acl) as (
    select 'schema ' || nspname, nspowner, nspacl from system
    union all select c.oid::regclass::text, c.relowner, c.relacl from pg_class c join system s on s.oid = c.relnamespace
    union all select c.oid::regclass || '.' || a.attname, c.relowner, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join system s on s.oid = c.relnamespace
    union all select p.oid::regprocedure::text, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join system s on s.oid = p.pronamespace
    union all select t.oid::regtype::text, t.typowner, t.typacl from pg_type t join system s on s.oid = t.typnamespace
    union all select 'default ' || d.defaclobjtype::text || coalesce(' in ' || n.nspname, ''), d.defaclrole, d.defaclacl
      from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
      where d.defaclrole = (select oid from pg_roles where rolname = current_user))
  select format('%s: %s to %s%s', object, r.privilege_type, case r.grantee when 0 then 'public' else r.grantee::regrole::text end,
    case when r.is_grantable then ' with grant option' else '' end) as "right"
  from acls, aclexplode(acl) r where r.grantee <> owner`;

/**
 * Throws an ArchiveError unless the system's schemas in one database are defined as in another, and nobody has more rights
 * on them. Whatever else an archive contains then runs with the rights of the users' role only. Changes the other database.
 */
export async function requireSameSystem(url: string, referenceUrl: string): Promise<void> {
  await takeSameDays(url, referenceUrl);
  const allowed = new Set(await withConnection(referenceUrl, listRights));
  const expected = await restoredDefinitions(referenceUrl);
  const definitions = await systemDefinitions(url);
  if (definitions !== expected)
    throw new ArchiveError(
      `The tables and functions of SelfDB itself are not those of its version in this archive: ${firstDifference(definitions, expected)}`,
    );
  const excess = (await withConnection(url, listRights)).filter((right) => !allowed.has(right));
  if (excess.length > 0)
    throw new ArchiveError(`The archive gives away rights on SelfDB's own objects: ${excess[0]}.`);
}

/** A definition that was dumped and restored can look other than the first one, so the expected ones go that way, too. */
async function restoredDefinitions(url: string): Promise<string> {
  const script = await systemDefinitions(url);
  await withConnection(url, async (client) => {
    await client.query('drop schema selfdb, selfdb_api cascade');
    await runScript(client, [Buffer.from(script)], () => {});
  });
  return systemDefinitions(url);
}

async function systemDefinitions(url: string): Promise<string> {
  const parts: Buffer[] = [];
  const target = { write: (bytes: Buffer) => void parts.push(bytes), ready: async () => {} };
  await dumpDatabase(url, DEFINITIONS, target);
  return Buffer.concat(parts).toString();
}

async function listRights(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ right: string }>(RIGHTS);
  return rows.map(({ right }) => right);
}

function firstDifference(found: string, expected: string): string {
  const expectedLines = expected.split('\n');
  const line = found.split('\n').find((each, index) => each !== expectedLines[index]);
  return JSON.stringify(line ?? 'something is missing');
}
