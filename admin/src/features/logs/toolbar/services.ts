import type { SelectOption } from '../../../ui/controls/select.tsx';

/** The parts of the system, each with the names that its lines have. */
export const SERVICES: SelectOption[] = [
  { value: 'all', label: 'All services' },
  { value: 'api', label: 'API', hint: 'Tables, rows and SQL' },
  { value: 'auth', label: 'Sign-in', hint: 'Users, sessions and passwords' },
  { value: 'storage,storage-janitor', label: 'Storage', hint: 'Buckets and files' },
  { value: 'realtime,realtime-hub,realtime-feed', label: 'Realtime', hint: 'Sockets and the change feed' },
  { value: 'admin', label: 'Dashboard', hint: 'Its sessions' },
  { value: 'postgres,pg-gateway,gateway', label: 'Database', hint: 'Postgres and its gateway' },
  { value: 'supervisor,edge', label: 'Processes', hint: 'What starts, ends or crashes' },
];
