const maxLinesPerSecond = 100;
const maxIdLength = 128;

interface RequestLogEntry {
  requestId: string | undefined;
  status: number;
  /** SQLSTATE of a failure. */
  code: string | undefined;
  durationMs: number;
}

export interface GatewayLog {
  request: (entry: RequestLogEntry) => void;
  event: (name: string, fields?: Record<string, unknown>) => void;
}

/** Writes JSON lines, at most 100 a second; the first line after a flood says how many were dropped. */
export function createGatewayLog(write: (line: string) => void): GatewayLog {
  let second = 0;
  let lines = 0;
  let suppressed = 0;
  const log = (level: string, event: string, fields: Record<string, unknown>) => {
    const nowMs = Date.now();
    if (Math.floor(nowMs / 1000) !== second) {
      second = Math.floor(nowMs / 1000);
      lines = 0;
    }
    lines += 1;
    if (lines > maxLinesPerSecond) {
      suppressed += 1;
      return;
    }
    const time = new Date(nowMs).toISOString();
    const dropped = suppressed > 0 ? { suppressed } : {};
    suppressed = 0;
    write(JSON.stringify({ time, level, service: 'pg-gateway', event, ...fields, ...dropped }));
  };
  return {
    request: ({ requestId, status, code, durationMs }) =>
      log(status >= 500 ? 'error' : 'warn', status < 400 ? 'slow request' : 'failed request', {
        request_id: requestId?.slice(0, maxIdLength),
        status,
        code,
        duration_ms: Math.round(durationMs),
      }),
    event: (name, fields = {}) => log('info', name, fields),
  };
}
