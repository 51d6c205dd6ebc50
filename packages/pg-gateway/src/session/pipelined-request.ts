import { type Connection, DatabaseError, type FieldDef, type Submittable } from 'pg';
import { AnswerWriter } from '../statement/answer.ts';
import { describeColumns, type Row } from '../statement/columns.ts';
import type { SqlRequest, Statement } from '../statement/sql-request.ts';
import type { PreparedStatement, PreparedStatements } from './prepared-statements.ts';
import { MessageWriter } from './wire.ts';

export type Outcome =
  | { kind: 'answer'; body: string | Buffer[] }
  | { kind: 'error'; error: StatementError }
  /** Nothing of the request has been executed. */
  | { kind: 'not_started' }
  /** The connection went away after the request had been sent. */
  | { kind: 'lost' }
  | { kind: 'too_large' }
  | { kind: 'unsupported'; message: string };

/** A server's error with the index of the failed statement in the request; undefined for BEGIN and COMMIT. */
export interface StatementError extends DatabaseError {
  statement?: number;
}

interface Step {
  text: string;
  prepared: PreparedStatement;
  introduced: boolean;
  role: Role;
}

/** The gateway's own are BEGIN and COMMIT. */
type Role = 'answered' | 'own' | 'afterwards';

// The resets run in a transaction of their own: within the request's, a `default_transaction_*`
// left by the one before would already have taken effect. Resetting the session authorization
// resets the role too.
export const resetStatements = [
  { name: 'r0', text: 'BEGIN' },
  { name: 'r1', text: 'RESET ALL' },
  { name: 'r2', text: 'RESET SESSION AUTHORIZATION' },
  { name: 'r3', text: 'COMMIT' },
];

const changesSchema = /^(?:ALTER|DROP)\b/;
const noValues: readonly string[] = [];
const writer = new MessageWriter();
for (const { name } of resetStatements) writer.bind(name, noValues).execute();
const resetMessages = writer.take();

/**
 * One request on one connection: the resets, the statements and one Sync in a single write, and
 * what comes back. `onEnd` is called once, when the connection is ready for the next or is gone.
 */
export class PipelinedRequest implements Submittable {
  readonly #request: SqlRequest;
  readonly #prepared: PreparedStatements;
  readonly #maxBytes: number;
  readonly #onEnd: (outcome: Outcome) => void;
  readonly #answer: AnswerWriter;
  readonly #steps: Step[] = [];
  #position = -resetStatements.length;
  #failure: Outcome | undefined;
  #afterwards: string | null | undefined;
  #submitted = false;
  #ended = false;
  schemaChanged = false;

  constructor(
    request: SqlRequest,
    prepared: PreparedStatements,
    maxBytes: number,
    onEnd: (outcome: Outcome) => void,
  ) {
    this.#request = request;
    this.#prepared = prepared;
    this.#maxBytes = maxBytes;
    this.#onEnd = onEnd;
    this.#answer = new AnswerWriter(request, request.begin !== undefined);
  }

  get leavesState(): boolean {
    return this.#steps.some(({ prepared }) => prepared.leavesState);
  }

  /** Whether an error undoes everything it did, so that it may run again. */
  get repeatable(): boolean {
    return this.#steps.every(({ prepared, role }) => prepared.repeatable || role === 'own');
  }

  /** When the failed statement was prepared; undefined if that was in this pipelinedRequest or none failed. */
  get failedStatementPreparedAtMs(): number | undefined {
    const step = this.#steps[this.#position];
    return step && !step.introduced ? step.prepared.preparedAtMs : undefined;
  }

  forgetStatements(): void {
    for (const { text } of this.#steps) this.#prepared.forget(text);
  }

  submit(connection: Connection): void {
    this.#submitted = true;
    const nowMs = performance.now();
    for (const name of this.#prepared.takeNamesToClose()) writer.closeStatement(name);
    writer.append(resetMessages);
    const { statements, afterwards } = this.#request;
    const begin = this.#request.begin ?? (afterwards === undefined ? undefined : 'BEGIN');
    if (begin !== undefined) this.#write({ text: begin, values: [] }, nowMs, 'own');
    for (const statement of statements) this.#write(statement, nowMs, 'answered');
    if (begin !== undefined) this.#write({ text: 'COMMIT', values: [] }, nowMs, 'own');
    if (afterwards !== undefined) this.#write({ text: afterwards, values: [] }, nowMs, 'afterwards');
    connection.stream.write(writer.sync().take());
  }

  #write({ text, values }: Statement, nowMs: number, role: Role): void {
    const known = this.#prepared.find(text, nowMs);
    const prepared = known ?? this.#prepared.add(text, nowMs);
    if (!known) writer.parse(prepared.name, text);
    writer.bind(prepared.name, values);
    // Describing the statement instead would also list its parameters, and `pg` 8 throws out of the
    // socket's event when there are more than 32,767.
    if (!known) writer.describePortal();
    writer.execute();
    this.#steps.push({ text, prepared, introduced: !known, role });
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    const step = this.#steps[this.#position];
    if (step) step.prepared.columns = describeColumns(fields);
  }

  handleDataRow({ fields, length }: { fields: Row; length: number }): void {
    const step = this.#steps[this.#position];
    if (step?.role === 'afterwards') this.#afterwards ??= fields[0];
    if (this.#failure || step?.role !== 'answered') return;
    this.#answer.row(fields, length, step.prepared.columns);
    if (this.#answer.size > this.#maxBytes) this.overflow();
  }

  handleCommandComplete({ text }: { text: string }): void {
    const step = this.#steps[this.#position];
    this.#position += 1;
    if (step?.role !== 'answered' || this.#failure) return;
    if (changesSchema.test(text)) this.schemaChanged = true;
    this.#answer.endResult(step.prepared.columns, text);
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(): void {
    this.#end({ kind: 'unsupported', message: 'COPY is not available over HTTP' });
  }

  handleCopyData(): void {
    this.handleCopyInResponse();
  }

  /** The server's error, after which it still reports that it is ready; or the socket's, after which nothing follows. */
  handleError(error: Error, connection: Connection): void {
    if (error instanceof DatabaseError) this.#serverError(error, connection);
    else this.connectionLost();
  }

  #serverError(error: DatabaseError, connection: Connection): void {
    const step = this.#steps[this.#position];
    if (step?.introduced) this.#prepared.forget(step.text);
    for (const later of this.#steps.slice(Math.max(this.#position, 0) + 1)) {
      if (later.introduced) this.#prepared.forget(later.text);
    }
    // Later errors find the request committed, and its answer stands.
    if (step?.role !== 'afterwards') {
      this.#failure ??=
        this.#position < 0 ? { kind: 'not_started' } : { kind: 'error', error: this.#placed(error) };
    }
    // The client drops its active query on an error, so it no longer calls this.
    connection.once('readyForQuery', () => this.handleReadyForQuery());
  }

  #placed(error: DatabaseError): StatementError {
    if (this.#steps[this.#position]?.role !== 'answered') return error;
    const before = this.#steps.slice(0, this.#position).filter(({ role }) => role === 'answered');
    return Object.assign(error, { statement: before.length });
  }

  handleReadyForQuery(): void {
    const body = this.#answer.finish(this.#afterwards);
    const tooLarge = this.#answer.size > this.#maxBytes;
    this.#end(this.#failure ?? (tooLarge ? { kind: 'too_large' } : { kind: 'answer', body }));
  }

  overflow(): void {
    this.#end({ kind: 'too_large' });
  }

  /** An error of the server that arrived before the connection was lost tells what had been done. */
  connectionLost(): void {
    const notStarted = !this.#submitted || this.#failure?.kind === 'not_started';
    this.#end({ kind: notStarted ? 'not_started' : 'lost' });
  }

  #end(outcome: Outcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = outcome;
    this.#onEnd(outcome);
  }
}
