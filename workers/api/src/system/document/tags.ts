/** Every operation has one of these tags. */
export const TAGS = [
  { name: 'Users', description: 'Login, sessions and accounts.' },
  { name: 'Tables', description: 'Tables and their columns.' },
  { name: 'Rows', description: 'The rows of a table: read, filter, insert, change, delete.' },
  { name: 'SQL', description: 'SQL for administrators, with its history and saved snippets.' },
  {
    name: 'Storage',
    description:
      'Buckets and files. Resumable uploads follow tus 1.0.0, which has clients in many languages.',
    externalDocs: { description: 'tus', url: 'https://tus.io/protocols/resumable-upload' },
  },
  {
    name: 'Realtime',
    description:
      'Committed changes, broadcasts and presence over a WebSocket that speaks Phoenix Channels 2.0.0.',
    externalDocs: {
      description: 'Phoenix Channels',
      url: 'https://hexdocs.pm/phoenix/writing_a_channels_client.html',
    },
  },
  {
    name: 'Functions',
    description: 'Code of yours that answers requests, its versions, executions and logs.',
  },
  { name: 'Webhooks', description: 'Requests of other services that run functions, and their deliveries.' },
  { name: 'Backups', description: 'Backups, their schedule, and restores, for administrators.' },
  { name: 'System', description: 'Health and state of the server.' },
];
