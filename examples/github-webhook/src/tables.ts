import { ConflictError, type SelfDB } from '@selfdb/sdk';

const text = { type: 'text' };
const requiredText = { type: 'text', nullable: false };

/** Makes the tables that the function fills, unless they are there. */
export async function createTables({ tables }: SelfDB): Promise<void> {
  const definitions = [
    // The row of a delivery has the id that GitHub gave it.
    {
      name: 'github_deliveries',
      table_schema: {
        event: requiredText,
        action: text,
        repository: text,
        sender: text,
        payload: { type: 'jsonb', nullable: false },
      },
    },
    {
      name: 'github_repositories',
      table_schema: {
        name: { ...requiredText, unique: true },
        deliveries: { type: 'integer', nullable: false },
        last_event: requiredText,
      },
    },
  ];
  for (const definition of definitions) {
    await tables.create({ ...definition, access: 'owner' }).catch((error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
    });
  }
}
