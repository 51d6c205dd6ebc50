/** A command takes its arguments and returns the exit code. */
export interface Command {
  run(args: string[]): Promise<number> | number;
}
