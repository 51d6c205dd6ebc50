export { type Mail, startReceiver } from './receiver.ts';
export { createMessagesTable } from './table.ts';
