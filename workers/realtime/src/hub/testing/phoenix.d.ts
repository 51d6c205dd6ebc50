declare module 'phoenix' {
  export interface Push {
    receive(status: 'ok' | 'error' | 'timeout', callback: (response: Record<string, unknown>) => void): Push;
  }

  export class Channel {
    join(timeout?: number): Push;
    leave(): Push;
    on(event: string, callback: (payload: Record<string, unknown>) => void): number;
    onClose(callback: (payload: unknown) => void): void;
    onError(callback: (payload: unknown) => void): void;
    push(event: string, payload: object): Push;
  }

  export class Socket {
    constructor(endPoint: string, options: object);
    connect(): void;
    disconnect(callback?: () => void): void;
    channel(topic: string, params?: object | (() => object)): Channel;
    onClose(callback: (event: { code: number }) => void): void;
  }

  export class Presence {
    constructor(channel: Channel);
    onSync(callback: () => void): void;
    list<T>(by: (key: string, presence: { metas: Record<string, unknown>[] }) => T): T[];
  }
}
