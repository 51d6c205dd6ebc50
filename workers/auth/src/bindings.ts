import type { Bindings } from '@selfdb/shared/http/context';

export interface AuthBindings extends Bindings<'auth'> {}
