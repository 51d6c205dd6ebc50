import { type Connection, DatabaseError, type FieldDef, type Submittable } from 'pg';
import { AnswerWriter } from '../statement/answer.ts';
import { describeColumns, type Row } from '../statement/columns.ts';
import type { SqlRequest, SqlStatement } from '../statement/sql-request.ts';
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
  isNew: boolean;
  kind: StepKind;
}

/** `transaction` are the BEGIN and COMMIT that the gateway adds. */
type StepKind = 'statement' | 'transaction' | 'afterwards';

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
 * One request on one connection: sends the resets, the statements and one Sync in a single write, and reads the results.
 * Calls `onEnd` once, when the connection is ready for the next request or is gone.
 */
export class PipelinedRequest implements Submittable {
  readonly #request: SqlRequest;
  readonly #prepared: PreparedStatements;
  readonly #maxBytes: number;
  readonly #onEnd: (outcome: Outcome) => void;
  readonly #answer: AnswerWriter;
  readonly #steps: Step[] = [];
  #stepIndex = -resetStatements.length;
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
    return this.#steps.every(({ prepared, kind }) => prepared.repeatable || kind === 'transaction');
  }

  /** When the failed statement was prepared; undefined if that was in this request or if none failed. */
  get failedStatementPreparedAtMs(): number | undefined {
    const step = this.#steps[this.#stepIndex];
    return step && !step.isNew ? step.prepared.preparedAtMs : undefined;
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
    if (begin !== undefined) this.#write({ text: begin, values: [] }, nowMs, 'transaction');
    for (const statement of statements) this.#write(statement, nowMs, 'statement');
    if (begin !== undefined) this.#write({ text: 'COMMIT', values: [] }, nowMs, 'transaction');
    if (afterwards !== undefined) this.#write({ text: afterwards, values: [] }, nowMs, 'afterwards');
    connection.stream.write(writer.sync().take());
  }

  #write({ text, values }: SqlStatement, nowMs: number, kind: StepKind): void {
    const known = this.#prepared.find(text, nowMs);
    const prepared = known ?? this.#prepared.add(text, nowMs);
    if (!known) writer.parse(prepared.name, text);
    writer.bind(prepared.name, values);
    // Describing the statement instead would also list its parameters, and `pg` 8 throws out of the
    // socket's event when there are more than 32,767.
    if (!known) writer.describePortal();
    writer.execute();
    this.#steps.push({ text, prepared, isNew: !known, kind });
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    const step = this.#steps[this.#stepIndex];
    if (step) step.prepared.columns = describeColumns(fields);
  }

  handleDataRow({ fields, length }: { fields: Row; length: number }): void {
    const step = this.#steps[this.#stepIndex];
    if (step?.kind === 'afterwards') this.#afterwards ??= fields[0];
    if (this.#failure || step?.kind !== 'statement') return;
    this.#answer.row(fields, length, step.prepared.columns);
    if (this.#answer.size > this.#maxBytes) this.overflow();
  }

  handleCommandComplete({ text }: { text: string }): void {
    const step = this.#steps[this.#stepIndex];
    this.#stepIndex += 1;
    if (step?.kind !== 'statement' || this.#failure) return;
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
    const step = this.#steps[this.#stepIndex];
    if (step?.isNew) this.#prepared.forget(step.text);
    for (const later of this.#steps.slice(Math.max(this.#stepIndex, 0) + 1)) {
      if (later.isNew) this.#prepared.forget(later.text);
    }
    // An error of `afterwards` comes after the commit, so the answer stands.
    if (step?.kind !== 'afterwards') {
      this.#failure ??=
        this.#stepIndex < 0
          ? { kind: 'not_started' }
          : { kind: 'error', error: this.#withStatementIndex(error) };
    }
    // The client drops its active query on an error, so it no longer calls this.
    connection.once('readyForQuery', () => this.handleReadyForQuery());
  }

  #withStatementIndex(error: DatabaseError): StatementError {
    if (this.#steps[this.#stepIndex]?.kind !== 'statement') return error;
    const before = this.#steps.slice(0, this.#stepIndex).filter(({ kind }) => kind === 'statement');
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

  /** A server error that arrived before the connection was lost says what was executed. */
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
