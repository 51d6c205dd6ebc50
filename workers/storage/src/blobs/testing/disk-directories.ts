import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startDiskServer } from './start-disk-server.ts';

const SMALL_DISK_BYTES = 4 * 1024 ** 2;

declare module 'vitest' {
  interface ProvidedContext {
    blobDirectory: string;
    /** The port on 127.0.0.1 of a disk service that shows files whose names begin with a dot. */
    dotfileDiskPort: number;
    /** A directory on a disk of 4 MiB, or why there is none. */
    smallDisk: { directory: string } | { missing: string };
  }
}

/** For vitest's `globalSetup`: creates directories for the disk service, one of them on a small disk. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'selfdb-blobs-'));
  const make = (name: string) => mkdirSync(join(folder, name), { recursive: true }) ?? folder;
  const [blobs, dotfiles, small] = [make('blobs'), make('dotfiles'), make('small')];
  const server = await startDiskServer(dotfiles, folder);
  const missing = mount(small);
  project.provide('blobDirectory', blobs);
  project.provide('dotfileDiskPort', server.port);
  project.provide('smallDisk', missing === undefined ? { directory: small } : { missing });
  return async () => {
    await server.stop();
    if (missing === undefined) execFileSync('umount', ['--lazy', small]);
    rmSync(folder, { recursive: true });
  };
}

/** Mounts a small disk. Returns the reason if that is impossible. */
function mount(directory: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root of Linux may mount a tmpfs';
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${SMALL_DISK_BYTES}`];
    execFileSync('mount', [...options, 'tmpfs', directory], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'a tmpfs could not be mounted';
  }
}
