import type { RightsChange } from '../../change.ts';
import type { Message } from '../pgoutput/message.ts';

/** The prefix of the messages that the triggers on what rights hang on write. */
const PREFIX = 'selfdb.rights';

/** What a message in the log says of rights; undefined for those of others. */
export function readRights(message: Message): Pick<RightsChange, 'of' | 'id' | 'was' | 'now'> | undefined {
  const { text: prefix, next } = message.zeroEnded(10);
  if (prefix !== PREFIX) return undefined;
  const end = next + 4 + message.bytes.readUInt32BE(next);
  return JSON.parse(message.utf8(next + 4, end));
}
