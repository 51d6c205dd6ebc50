import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/functions/routes';
import type { FunctionsBindings } from '../bindings.ts';
import { functionsCallerOf } from '../functions-caller.ts';
import * as versions from '../versions/service.ts';
import * as service from './service.ts';

/** `/functions`. Fixed paths come before `/functions/{id}`, which would match them. */
export function mountFunctions(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.listFunctions, middleware: requireToken() }, async (c) =>
    c.json(await service.listFunctions(callerOf(c), c.req.valid('query')), 200),
  );
  app.openapi({ ...contracts.countFunctions, middleware: requireToken() }, async (c) =>
    c.json({ count: await service.countFunctions(callerOf(c), c.req.valid('query').search) }, 200),
  );
  app.openapi({ ...contracts.createFunction, middleware: requireToken() }, async (c) => {
    const created = await service.createFunction(functionsCallerOf(c), c.req.valid('json'));
    return c.json(created, 201, { Location: `/functions/${created.id}` });
  });
  app.openapi({ ...contracts.getFunction, middleware: requireToken() }, async (c) =>
    c.json(await service.getFunction(callerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.updateFunction, middleware: requireToken() }, async (c) =>
    c.json(
      await service.updateFunction(functionsCallerOf(c), c.req.valid('param').id, c.req.valid('json')),
      200,
    ),
  );
  app.openapi({ ...contracts.deleteFunction, middleware: requireToken() }, async (c) => {
    await service.deleteFunction(callerOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
  app.openapi({ ...contracts.deployFunction, middleware: requireToken() }, async (c) =>
    c.json(await versions.deploy(callerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.setFunctionState, middleware: requireToken() }, async (c) => {
    const state = { ...c.req.valid('json'), deploy: true };
    return c.json(await service.updateFunction(functionsCallerOf(c), c.req.valid('param').id, state), 200);
  });
  app.openapi({ ...contracts.setFunctionVariables, middleware: requireToken() }, async (c) => {
    const { env_vars } = c.req.valid('json');
    return c.json(await service.setVariables(functionsCallerOf(c), c.req.valid('param').id, env_vars), 200);
  });
  app.openapi({ ...contracts.listFunctionVersions, middleware: requireToken() }, async (c) =>
    c.json(await versions.listVersions(callerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.rollbackFunction, middleware: requireToken() }, async (c) =>
    c.json(await versions.rollback(callerOf(c), c.req.valid('param').id, c.req.valid('json').version), 200),
  );
}
