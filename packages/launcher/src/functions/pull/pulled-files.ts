import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { SelfDBFunction } from '@selfdb/sdk';
import { FunctionName } from '@selfdb/shared/functions/schema';
import { UserError } from '../../user-error.ts';
import { bundledSources } from '../code/bundled-sources.ts';
import { mainOf } from '../local-functions.ts';
import { shownPath } from '../shown-path.ts';
import { compared, type PulledFile } from './pulled-file.ts';
import { settingsToWrite } from './pulled-settings.ts';

const OWN = /^\w[\w.-]*(?:\/\w[\w.-]*)*\.(?:m?[jt]s|[jt]sx|json)$/;
const SHARED = /^\.\.\/_[\w.-]*(?:\/\w[\w.-]*)*\.(?:m?[jt]s|[jt]sx|json)$/;
const MAIN = /^index\.(?:m?[jt]s|[jt]sx)$/;

/**
 * The files of a function in a folder of functions. Their paths come from the server, so none may leave that folder. Throws a
 * UserError.
 */
export function pulledFiles(folder: string, fn: SelfDBFunction): PulledFile[] {
  if (!FunctionName.safeParse(fn.name).success)
    throw new UserError(`${JSON.stringify(fn.name)} is no name of a function.`);
  const sources = sourcesOf(fn);
  const main = Object.keys(sources).find((path) => MAIN.test(path)) ?? 'index.ts';
  const { pathOf, settingsPath } = placeOf(folder, fn.name, Object.keys(sources), main);
  const files = Object.entries(sources).map(([path, content]) => compared(pathOf(path), content));
  const settings = settingsToWrite(settingsPath, fn, sources[main] ?? '');
  return settings === undefined ? files : [...files, { path: settingsPath, ...settings }];
}

function sourcesOf({ code, files }: SelfDBFunction): Record<string, string> {
  const bundled = files && bundledSources(files['index.js'] ?? '');
  const hasMain = bundled && Object.keys(bundled).some((path) => MAIN.test(path));
  const sources = hasMain ? bundled : (files ?? { 'index.ts': code });
  const strange = Object.keys(sources).find((path) => !OWN.test(path) && !SHARED.test(path));
  if (strange === undefined) return sources;
  throw new UserError(`The file ${JSON.stringify(strange)} can't be written into the folder.`);
}

interface Place {
  pathOf: (source: string) => string;
  settingsPath: string;
}

/** One file if there is one by the function's name, else a folder of its own. */
function placeOf(folder: string, name: string, sources: string[], main: string): Place {
  const own = join(folder, name);
  const single = `${own}${extname(main)}`;
  const sharedPath = (source: string) => join(folder, source.slice('../'.length));
  const isOneFile = existsSync(single) && sources.every((path) => path === main || SHARED.test(path));
  if (isOneFile) {
    return {
      pathOf: (source) => (source === main ? single : sharedPath(source)),
      settingsPath: `${own}.json`,
    };
  }
  const mainThere = mainOf(own);
  if (mainThere !== undefined && mainThere !== main)
    throw new UserError(`Its main file is ${main}, but ${shownPath(own)} has ${mainThere}. Remove that one.`);
  return {
    pathOf: (source) => (SHARED.test(source) ? sharedPath(source) : join(own, source)),
    settingsPath: join(own, 'function.json'),
  };
}
