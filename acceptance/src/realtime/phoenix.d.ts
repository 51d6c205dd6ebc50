/** What these tests use of the client, which brings no types. */
declare module 'phoenix' {
  export type Payload = Record<string, unknown>;

  export interface Push {
    receive(status: 'ok' | 'error' | 'timeout', callback: (response: Payload) => void): Push;
  }

  export class Channel {
    state: string;
    join(timeout?: number): Push;
    leave(): Push;
    on(event: string, callback: (payload: Payload) => void): number;
    onClose(callback: (payload: Payload) => void): void;
    onError(callback: (payload?: Payload) => void): void;
    push(event: string, payload: object): Push;
  }

  export interface SocketOptions {
    params?: object;
    authToken?: string;
    heartbeatIntervalMs?: number;
  }

  export class Socket {
    constructor(endPoint: string, options: SocketOptions);
    connect(): void;
    disconnect(callback?: () => void): void;
    channel(topic: string, params?: object | (() => object)): Channel;
    onOpen(callback: () => void): void;
    onClose(callback: (event: { code: number }) => void): void;
    /** Sends a heartbeat; the callback hears how many milliseconds the reply took. */
    ping(callback: (milliseconds: number) => void): boolean;
  }

  export class Presence {
    constructor(channel: Channel);
    onJoin(callback: (key: string) => void): void;
    onLeave(callback: (key: string) => void): void;
    list<T>(by: (key: string, presence: { metas: Payload[] }) => T): T[];
  }
}
