import type { Frame, FrameForm } from './frame.ts';
import { MalformedFrameError, parseFrame } from './parse-frame.ts';
import { CLOSE } from './socket.ts';

/** A message on a WebSocket. */
export type SocketMessage = string | ArrayBuffer | ArrayBufferView;

/** The socket must be closed. The message says why, in at most 123 bytes. */
export class UnacceptableError extends Error {
  override name = 'UnacceptableError';
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.closeCode = closeCode;
  }
}

/** Reads the frame in a message on a socket of that form. Throws UnacceptableError. */
export function readMessage(message: SocketMessage, maxBytes: number, form?: FrameForm): Frame {
  if (typeof message !== 'string') {
    throw new UnacceptableError(CLOSE.binary, 'Frames must be JSON text, not binary.');
  }
  if (isLongerThan(message, maxBytes)) {
    throw new UnacceptableError(CLOSE.tooLarge, `A frame can have at most ${maxBytes} bytes.`);
  }
  try {
    return parseFrame(message, form);
  } catch (error) {
    if (!(error instanceof MalformedFrameError)) throw error;
    throw new UnacceptableError(CLOSE.malformed, error.message);
  }
}

/** Whether a text has more bytes in UTF-8. Most texts are not scanned. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).byteLength > maxBytes;
}
