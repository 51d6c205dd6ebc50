import { ConflictError, type SelfDB } from '@selfdb/sdk';

/** Makes the table whose rows the function mails, unless it is there. */
export async function createMessagesTable({ tables }: SelfDB): Promise<void> {
  const required = (type: string) => ({ type, nullable: false });
  const table_schema = {
    sender_id: required('uuid'),
    recipient_id: required('uuid'),
    text: required('text'),
  };
  await tables.create({ name: 'notify_messages', table_schema, access: 'users' }).catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error;
  });
}
