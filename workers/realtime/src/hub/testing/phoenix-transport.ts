import { requestSocket } from './live-client.ts';

/** A WebSocket class for Phoenix clients that calls the worker without a network in between. */
export class PhoenixTransport {
  readyState = 0;
  binaryType = 'arraybuffer';
  bufferedAmount = 0;
  onopen: () => void = () => {};
  onerror: (error: unknown) => void = () => {};
  onmessage: (event: { data: unknown }) => void = () => {};
  onclose: (event: { code: number; reason: string }) => void = () => {};
  #socket: WebSocket | undefined;

  constructor(url: string) {
    this.#open(new URL(url)).catch((error) => {
      this.readyState = 3;
      this.onerror(error);
      this.onclose({ code: 1006, reason: '' });
    });
  }

  async #open({ pathname, searchParams }: URL): Promise<void> {
    const query = Object.fromEntries(searchParams);
    const { webSocket, status } = await requestSocket({
      path: pathname,
      query,
      headers: { 'X-API-Key': undefined },
    });
    if (!webSocket) throw new Error(`refused with ${status}`);
    this.#socket = webSocket;
    webSocket.addEventListener('message', ({ data }) => this.onmessage({ data }));
    webSocket.addEventListener('close', ({ code, reason }) => {
      this.readyState = 3;
      this.onclose({ code, reason });
    });
    webSocket.accept();
    this.readyState = 1;
    this.onopen();
  }

  send(message: string): void {
    this.#socket?.send(message);
  }

  close(code = 1000, reason = ''): void {
    this.readyState = 2;
    this.#socket?.close(code, reason);
  }
}
