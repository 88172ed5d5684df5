import type { Context, Hono } from 'hono';
import * as v from 'valibot';
import { needs } from '../access/front-door.ts';
import type { Gatekeeper } from '../access/gatekeeper.ts';
import type { Role, Visitor } from '../access/role.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { Problem } from './http-problem.ts';

type Shape = v.GenericSchema | undefined;
type Read<S extends Shape> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;

/** A handler's input, fully validated. */
export interface RouteInput<Params extends Shape, Query extends Shape, Body extends Shape> {
  params: Read<Params>;
  query: Read<Query>;
  body: Read<Body>;
  visitor: Visitor;
  context: Context<GatewayEnv>;
}

/** One operation of the API: validation, the OpenAPI document and the tests derive from it. */
export interface RouteSpec<Params extends Shape, Query extends Shape, Body extends Shape> {
  /** Names the operation, for generated clients: `stopInstances`. */
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Relative to `/api/v1`, with parameters in braces: `/instances/{id}`. */
  path: string;
  /** The lowest role that may use it; `null`: anybody. */
  role: Role | null;
  /** The group that it belongs to in the document. */
  tag: string;
  summary: string;
  description?: string;
  /** Strings from the path and from the query. */
  params?: Params;
  query?: Query;
  body?: Body;
  answer: RouteAnswer;
  /** Returns the value to send, or the response itself. */
  handle(input: RouteInput<Params, Query, Body>): Promise<unknown> | unknown;
}

export interface RouteAnswer {
  status: 200 | 201 | 202 | 204;
  description: string;
  /** `null` when there is no body. */
  schema: v.GenericSchema | null;
  /** Server-sent events, each with a value of `schema`. */
  stream?: boolean;
}

/** A route with any schemas. */
export type ApiRoute = Omit<RouteSpec<Shape, Shape, Shape>, 'handle'> & {
  handle(input: {
    params: unknown;
    query: unknown;
    body: unknown;
    visitor: Visitor;
    context: Context<GatewayEnv>;
  }): Promise<unknown> | unknown;
};

/** Gives a route the types of its schemas. */
export function apiRoute<
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(route: RouteSpec<Params, Query, Body>): ApiRoute {
  return route as unknown as ApiRoute;
}

/** Serves the routes under `/api/v1`. */
export function mountRoutes(
  app: Hono<GatewayEnv>,
  routes: readonly ApiRoute[],
  gatekeeper: Gatekeeper,
): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    methods.set(path, [...(methods.get(path) ?? []), route.method]);
    if (route.role !== null) app.on(route.method, path, needs(route.role, gatekeeper));
    app.on(route.method, path, async (context) => {
      const value = await route.handle({
        params: read(route.params, context.req.param(), 'path'),
        query: read(route.query, context.req.query(), 'query'),
        body: route.body === undefined ? undefined : read(route.body, await jsonBody(context), 'body'),
        visitor: context.get('visitor'),
        context,
      });
      if (value instanceof Response) return value;
      context.header('cache-control', 'no-store');
      return route.answer.status === 204
        ? context.body(null, 204)
        : context.json(value as object, route.answer.status);
    });
  }
  for (const [path, allowed] of methods) {
    app.all(path, (context) => {
      const allow = allowed.join(', ');
      throw new Problem(405, 'method-not-allowed', `${context.req.method} is not one of ${allow}`, { allow });
    });
  }
}

/** A form on another page can send text, but not this type. */
async function jsonBody(context: Context<GatewayEnv>): Promise<unknown> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem(415, 'json-needed', 'The body must be JSON, with Content-Type: application/json');
  }
  try {
    return await context.req.json();
  } catch {
    throw new Problem(400, 'bad-request', 'The body is not valid JSON');
  }
}

function read(schema: Shape, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined;
  // Only the first problem: a long list of invalid values would otherwise fill the memory.
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new Problem(
    400,
    'bad-request',
    `In the ${where}${path === null ? '' : `, "${path}"`}: ${issue.message}`,
  );
}
