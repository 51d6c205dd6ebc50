import type { Bindings } from '@selfdb/server/http/context';

export interface FunctionsBindings extends Bindings<'functions'> {}
