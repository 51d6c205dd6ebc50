import type { Frame, FrameForm } from './frame.ts';
import { MalformedFrameError, parseFrame } from './parse-frame.ts';
import { CLOSE } from './socket.ts';

/** What comes over a WebSocket. */
export type Message = string | ArrayBuffer | ArrayBufferView;

/** The socket can't go on; the message says why, in at most 123 bytes. */
export class UnacceptableError extends Error {
  override name = 'UnacceptableError';
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.closeCode = closeCode;
  }
}

/** The frame in a message on a socket of that form. Throws UnacceptableError. */
export function readMessage(message: Message, maxBytes: number, form?: FrameForm): Frame {
  if (typeof message !== 'string') {
    throw new UnacceptableError(CLOSE.binary, 'Frames are JSON texts, not binary.');
  }
  if (isLongerThan(message, maxBytes)) {
    throw new UnacceptableError(CLOSE.tooLarge, `A frame has at most ${maxBytes} bytes.`);
  }
  try {
    return parseFrame(message, form);
  } catch (error) {
    if (!(error instanceof MalformedFrameError)) throw error;
    throw new UnacceptableError(CLOSE.malformed, error.message);
  }
}

/** Whether a text has more bytes than that as UTF-8; most are not looked at. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).byteLength > maxBytes;
}
