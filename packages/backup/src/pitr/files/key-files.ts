import { buffer } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { compactTime } from '../../compact-time.ts';
import { createHeader, sealStream } from '../../encryption/age-file.ts';
import type { ArchiveKeys } from '../../encryption/keys.ts';
import { ArchiveLocked, openArchive } from '../../encryption/open-archive.ts';
import type { LogStore } from '../store/log-store.ts';

const PREFIX = 'key_';
const KEY_LINE = /^AGE-SECRET-KEY-1\S+$/m;

/**
 * The private keys in an archive, newest first. With a passphrase, each file of the log is encrypted for such a key, and the
 * passphrase opens only the key: with a passphrase that is slow on purpose, a recovery would take several times as long. Those that this
 * passphrase does not open are left out.
 */
export async function readKeyFiles(store: LogStore, keys: ArchiveKeys): Promise<string[]> {
  if (keys.passphrase === undefined) return [];
  const names = (await store.list(PREFIX)).reverse();
  const found: string[] = [];
  for (const name of names) {
    try {
      const text = (await buffer(openArchive(store.read(name), keys))).toString();
      found.push(...(KEY_LINE.exec(text) ?? []));
    } catch (error) {
      if (!(error instanceof ArchiveLocked)) throw error;
    }
  }
  return found;
}

/** The public keys that files are encrypted for. Creates a key file for the passphrase if there is none that it opens. */
export async function recipientsOf(store: LogStore, keys: ArchiveKeys): Promise<string[]> {
  if (keys.recipients.length > 0 || keys.passphrase === undefined) return keys.recipients;
  const [newest = await createKeyFile(store, keys)] = await readKeyFiles(store, keys);
  return [await identityToRecipient(newest)];
}

async function createKeyFile(store: LogStore, keys: ArchiveKeys): Promise<string> {
  const identity = await generateX25519Identity();
  const name = `${PREFIX}${compactTime(new Date())}_${(await identityToRecipient(identity)).slice(-8)}.age`;
  const lines = `# Opens the files beside it: age -d -i <this file> <file>\n${identity}\n`;
  const header = await createHeader(keys);
  const content = async function* () {
    yield Buffer.from(lines);
  };
  await store.put(name, sealStream(header, content()));
  return identity;
}
