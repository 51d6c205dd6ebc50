/** An event of a stream: WHATWG HTML, "Server-sent events". */
export interface ServerSentEvent {
  /** The last id that the stream has given. */
  id: string | undefined;
  /** `message` unless the stream says otherwise. */
  type: string;
  /** Undefined for an event that only moves the id. */
  data: string | undefined;
}

/** Reads the events of an answer as they come. An event that the end cuts is not given. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  let event: ServerSentEvent = { id: undefined, type: 'message', data: undefined };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') addLine(event, line);
        else {
          yield event;
          event = { id: event.id, type: 'message', data: undefined };
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function addLine(event: ServerSentEvent, line: string): void {
  const colon = line.indexOf(':');
  const name = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'id') event.id = value;
  else if (name === 'event') event.type = value;
  else if (name === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`;
}
