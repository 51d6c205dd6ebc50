import type { RowChange } from '../../change.ts';
import { ChangedRows, concerns } from '../../matching/changed-rows.ts';
import type { RowFilter } from '../../matching/compile-filter.ts';
import { Work } from '../../matching/work.ts';
import type { ChangeFrames, TableChannel } from './table-channel.ts';

/** Channels that receive the same texts. */
interface Group {
  frames: ChangeFrames;
  filter: RowFilter | undefined;
  filterText: string;
  channels: Set<TableChannel>;
}

/**
 * The listeners of a table. Each distinct filter looks at a change once, and each distinct join reference needs
 * one frame: clients of one program mostly share both.
 */
export class Audience {
  readonly #groups = new Map<string, Group>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(channel: TableChannel): void {
    const key = channel.audienceKey;
    const group = this.#groups.get(key) ?? groupFor(channel);
    this.#groups.set(key, group);
    group.channels.add(channel);
    this.#size += 1;
  }

  remove(channel: TableChannel): void {
    const key = channel.audienceKey;
    const group = this.#groups.get(key);
    if (!group?.channels.delete(channel)) return;
    this.#size -= 1;
    if (group.channels.size === 0) this.#groups.delete(key);
  }

  /** Sends a change to every channel that asked for it. */
  send(change: RowChange): void {
    const rows = new ChangedRows(change);
    const verdicts = new Map<string, boolean>();
    const filters = this.#groups.size;
    for (const { frames, filter, filterText, channels } of this.#groups.values()) {
      const frameOf = frames[change.kind];
      if (!frameOf) continue;
      if (filter) {
        const verdict = verdicts.get(filterText) ?? concerns(filter, rows, new Work(filters));
        verdicts.set(filterText, verdict);
        if (!verdict) continue;
      }
      const text = frameOf(change.payload);
      for (const channel of channels) channel.take(change.cursor, text);
    }
  }

  *[Symbol.iterator](): Iterator<TableChannel> {
    for (const { channels } of this.#groups.values()) yield* channels;
  }
}

function groupFor(channel: TableChannel): Group {
  return {
    frames: channel.changeFrames,
    filter: channel.filter,
    filterText: channel.options.filterText,
    channels: new Set(),
  };
}
