import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { opmVersion } from '../../runtime/version.ts';
import type { ApiRoute } from './api-route.ts';
import {
  instanceDetailsSchema,
  instanceSchema,
  outcomesSchema,
  problemSchema,
  reportSchema,
} from './api-schemas.ts';
import { restoreRunSchema } from './restore-routes.ts';

type Json = Record<string, unknown>;

/** Schemas that the document names and refers to wherever they occur. */
const COMPONENTS: Record<string, v.GenericSchema> = {
  Instance: instanceSchema,
  InstanceDetails: instanceDetailsSchema,
  Outcomes: outcomesSchema,
  Problem: problemSchema,
  Report: reportSchema,
  Restore: restoreRunSchema,
};

/** The OpenAPI 3.1 document of the routes, generated from the schemas that validate requests. */
export function openApiDocument(routes: readonly ApiRoute[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'OPM',
      version: opmVersion(),
      description: 'Watch and control a fleet. Every request needs a token (opm token create) or a session.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'opm_…' } },
      schemas: Object.fromEntries(
        Object.entries(COMPONENTS).map(([name, schema]) => [name, schemaOf(schema, name)]),
      ),
    },
  };
}

function operationOf(route: ApiRoute): Json {
  const { answer, body } = route;
  const type = answer.stream === true ? 'text/event-stream' : 'application/json';
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, route.role === null ? '' : `Needs the role ${route.role}.`]
      .filter(Boolean)
      .join('\n\n'),
    ...(route.role === null ? { security: [] } : { 'x-opm-role': route.role }),
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(answer.stream === true ? [LAST_EVENT_ID] : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.schema === null ? {} : { content: { [type]: { schema: schemaOf(answer.schema) } } }),
      },
      default: {
        description: 'What is wrong (RFC 9457)',
        content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
      },
    },
  };
}

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The id of the last event received: the stream resumes after it',
  schema: { type: 'string' },
};

function parametersOf(schema: v.GenericSchema | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...value }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: value,
  }));
}

/** @param except the component that is being described itself */
function schemaOf(schema: v.GenericSchema, except?: string): Json {
  const definitions = Object.fromEntries(Object.entries(COMPONENTS).filter(([name]) => name !== except));
  const {
    $schema: _,
    $defs: __,
    ...converted
  } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    definitions,
    ignoreActions: ['check', 'finite', 'transform'],
  }) as Json;
  return JSON.parse(JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
