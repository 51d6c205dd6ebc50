import { expect, it, vi } from 'vitest';
import { createUser, PASSWORD, system } from '../world/users.ts';
import { documentedProgram, generateProject } from './generator/project.ts';

// A generator and a compiler, on whatever machine.
vi.setConfig({ testTimeout: 180_000 });

it('makes a client in TypeScript that compiles in strict mode and runs', async () => {
  const { email } = await createUser();
  const project = await generateProject(`${system.baseUrl}/openapi.json`);
  try {
    const said = await project.run(await documentedProgram(), {
      API_URL: system.baseUrl,
      API_KEY: system.apiKey,
      EMAIL: email,
      PASSWORD,
    });
    expect(said.trimEnd().split('\n')).toEqual(['1 Ubik', 'hello', '404 not_found']);
  } finally {
    await project.remove();
  }
});

it('knows the server it was read from', async () => {
  const project = await generateProject(`${system.baseUrl}/openapi.json`);
  try {
    const program = `import { getRoot } from './client/index.js';
      console.log((await getRoot({ throwOnError: true })).data.name);`;
    expect(await project.run(program, {})).toBe('SelfDB\n');
  } finally {
    await project.remove();
  }
});
