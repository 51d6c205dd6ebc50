import { describe, it } from 'vitest';
import { EARLY_REFUSALS, expectEarlyRefusal, nameOf } from '../matrix/early-refusals.ts';
import { admin, system } from '../world/users.ts';

describe('a refusal before the body has been read reaches the client', () => {
  it.each(EARLY_REFUSALS.map((refusal) => [nameOf(refusal), refusal] as const))(
    '%s',
    async (_name, refusal) => expectEarlyRefusal(system, admin, refusal),
  );

  it.skipIf(system.frontendUrl === null)("through the dashboard's door, too", async () => {
    const door = { ...system, baseUrl: `${system.frontendUrl}/api` };
    for (const refusal of EARLY_REFUSALS.filter(({ as }) => as !== 'admin')) {
      await expectEarlyRefusal(door, admin, refusal);
    }
  });
});
