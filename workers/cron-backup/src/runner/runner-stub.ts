/** The Durable Object that makes backups, as far as this worker uses it. */
export interface RunnerStub extends Pick<Fetcher, 'fetch'> {
  tick(): Promise<void>;
}

/** The only object. Undefined where there is none. */
export function runnerOf({
  BACKUP_RUNNER,
}: {
  BACKUP_RUNNER?: { getByName(name: string): RunnerStub };
}): RunnerStub | undefined {
  return BACKUP_RUNNER?.getByName('runner');
}
