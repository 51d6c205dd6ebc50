import type { Bindings } from '@selfdb/server/http/context';

export interface AuthBindings extends Bindings<'auth'> {}
