import { registerHooks } from 'node:module';

// TypeScript 7 has no programming interface, so the generator gets the version of this package instead of the root's.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, specifier === 'typescript' ? { ...context, parentURL: import.meta.url } : context),
});
