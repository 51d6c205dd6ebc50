import { createHeader, sealStream } from '../../encryption/age-file.ts';
import { type ArchiveKeys, isEncrypting } from '../../encryption/keys.ts';
import { openArchive } from '../../encryption/open-archive.ts';
import { FileMissing, type LogStore } from '../store/log-store.ts';
import { digestNote, readDigestNote } from './digest-note.ts';
import { readKeyFiles, recipientsOf } from './key-files.ts';

const ENCRYPTED = '.age';

/** The files of an archive as they are before their encryption. An encrypted one has `.age` after its name. */
export class LogFiles {
  readonly store: LogStore;
  readonly #keys: ArchiveKeys;
  #recipients: string[] | undefined;
  #identities: string[] | undefined;

  constructor(store: LogStore, keys: ArchiveKeys) {
    this.store = store;
    this.#keys = keys;
  }

  /**
   * Stores a file durably, encrypted if there is a key for it. Returns a function that reads what is stored, with keys that
   * nobody else has if it is for the owners of public keys. `digest`: of the content as it was before its compression.
   */
  async put(
    name: string,
    content: AsyncIterable<Uint8Array>,
    digest?: string,
  ): Promise<() => AsyncIterable<Uint8Array>> {
    if (!isEncrypting(this.#keys)) {
      await this.store.put(name, content);
      return () => this.store.read(name);
    }
    this.#recipients ??= await recipientsOf(this.store, this.#keys);
    const keys: ArchiveKeys = { recipients: this.#recipients, identities: [], passphrase: undefined };
    const header = await createHeader(keys, digest === undefined ? undefined : digestNote(digest));
    await this.store.put(name + ENCRYPTED, sealStream(header, content));
    return () => openArchive(this.store.read(name + ENCRYPTED), header.keys);
  }

  /** Looks for the keys again before the next file is encrypted: those in the archive may have been moved away. */
  forgetKeys(): void {
    this.#recipients = undefined;
    this.#identities = undefined;
  }

  /** Throws a FileMissing, or an ArchiveLocked. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const [usual, other] = this.#namesOf(name);
    try {
      yield* this.#open(usual);
    } catch (error) {
      if (!(error instanceof FileMissing)) throw error;
      yield* this.#open(other);
    }
  }

  async has(name: string): Promise<boolean> {
    const [usual, other] = this.#namesOf(name);
    return (await this.store.has(usual)) || (await this.store.has(other));
  }

  /** The digest that was given for an encrypted file. Undefined if it is not encrypted. */
  async digestOf(name: string): Promise<string | undefined> {
    try {
      return await readDigestNote(this.store.read(name + ENCRYPTED));
    } catch (error) {
      if (error instanceof FileMissing) return undefined;
      throw error;
    }
  }

  /** The names that begin with this, without what encryption adds. */
  async list(prefix: string): Promise<string[]> {
    const names = await this.store.list(prefix);
    return names.map((name) => (name.endsWith(ENCRYPTED) ? name.slice(0, -ENCRYPTED.length) : name));
  }

  async remove(name: string): Promise<void> {
    for (const stored of this.#namesOf(name)) await this.store.remove(stored);
  }

  #namesOf(name: string): [usual: string, other: string] {
    const encrypted = name + ENCRYPTED;
    return isEncrypting(this.#keys) ? [encrypted, name] : [name, encrypted];
  }

  async *#open(stored: string): AsyncGenerator<Uint8Array> {
    const bytes = this.store.read(stored);
    if (!stored.endsWith(ENCRYPTED)) {
      yield* bytes;
      return;
    }
    this.#identities ??= [...this.#keys.identities, ...(await readKeyFiles(this.store, this.#keys))];
    yield* openArchive(bytes, { recipients: [], identities: this.#identities, passphrase: undefined });
  }
}
