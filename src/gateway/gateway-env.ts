import type { HttpBindings } from '@hono/node-server';
import type { Visitor } from './access/role.ts';

/** What the handlers of the gateway find in their context. */
export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Who asks; set before every handler of the API. */
    visitor: Visitor;
  };
}
