import type { ServerResponse } from 'node:http';
import { DatabaseError } from 'pg';
import { Refusal } from '../refusal.ts';
import type { StatementError } from '../session/pipelined-request.ts';

const json = 'application/json';

/** Sends a body of JSON text, or of chunks of it, with its length. */
export function sendJson(response: ServerResponse, status: number, body: string | Buffer[]): void {
  if (response.destroyed || response.headersSent) return;
  if (typeof body === 'string') {
    const length = String(Buffer.byteLength(body));
    response.writeHead(status, ['Content-Type', json, 'Content-Length', length]);
    response.end(body);
    return;
  }
  const length = String(body.reduce((sum, chunk) => sum + chunk.length, 0));
  response.writeHead(status, ['Content-Type', json, 'Content-Length', length]);
  for (const chunk of body) response.write(chunk);
  response.end();
}

/** The fields of a Postgres error under the names that the Neon driver reads, and the index of the failed statement. */
function errorFields(error: StatementError): Record<string, string | number | null> {
  const { message, code, detail, hint, position, internalPosition, internalQuery, severity } = error;
  const { where, table, column, schema, dataType, constraint, file, line, routine, statement } = error;
  const fields = {
    ...{ message, code, detail, hint, position, internalPosition, internalQuery, severity },
    ...{ where, table, column, schema, dataType, constraint, file, line, routine, statement },
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
}

/** Answers a failure in the shape that the Neon driver reads; returns the status and code it sent. */
export function sendFailure(response: ServerResponse, error: unknown): { status: number; code: string } {
  if (error instanceof DatabaseError) {
    sendJson(response, 400, JSON.stringify(errorFields(error)));
    return { status: 400, code: error.code ?? '' };
  }
  const { status, code, message } =
    error instanceof Refusal ? error : new Refusal(500, 'XX000', 'internal error of the gateway');
  if (status === 503 || status === 429) response.setHeader('Retry-After', '1');
  sendJson(response, status, JSON.stringify({ message, code }));
  return { status, code };
}
