import { commands } from './commands/index.ts';
import { exitWhenWritten } from './processes/exit-when-written.ts';
import { UserError } from './user-error.ts';

const [name = 'help', ...args] = process.argv.slice(2);

try {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UserError(`There is no command "${name}". \`selfdb help\` lists them.`);
  const command = await load();
  await exitWhenWritten(await command.run(args));
} catch (error) {
  console.error(describe(error));
  await exitWhenWritten(1);
}

/** A user's mistake is one sentence; anything else is a bug and comes with its stack. */
function describe(error: unknown): string {
  if (error instanceof UserError) return `selfdb: ${error.message}`;
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `selfdb ${name}: ${error.message}. \`selfdb help\` lists the options.`;
  }
  if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) {
    return `selfdb: ${error.message}. Run it as the owner of the checkout and its state directory.`;
  }
  return `selfdb: unexpected error, please report it\n${error instanceof Error ? error.stack : error}`;
}
