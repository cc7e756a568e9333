/** The wire, described for whoever writes another client: made from the same schemas that check it. */
import { z } from 'zod';
import { entityByName, entityNames } from '../../shared/entities/registry.ts';
import { requestErrors } from '../../shared/errors.ts';
import * as administration from '../../shared/sync/wire/administration.ts';
import * as join from '../../shared/sync/wire/join-messages.ts';
import * as protocol from '../../shared/sync/wire/protocol.ts';

interface Call {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly request?: z.ZodType;
  readonly answer?: z.ZodType;
  readonly isOpen?: true;
  /** Asks for a person's right: `X-Session`. */
  readonly isForPeople?: true;
}

const calls: readonly Call[] = [
  {
    method: 'get',
    path: '/health',
    summary: 'Whether the server works',
    answer: protocol.healthAnswer,
    isOpen: true,
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    answer: z.looseObject({ openapi: z.string() }),
    isOpen: true,
  },
  {
    method: 'post',
    path: '/devices/enrol',
    summary: 'Makes a device of a one-time code, or a new one of a copied or restored profile',
    request: protocol.enrolRequest,
    answer: protocol.enrolAnswer,
    isOpen: true,
  },
  {
    method: 'post',
    path: '/enrol-codes',
    summary: 'Makes a code with which another machine becomes a desk',
    request: administration.enrolCodeRequest,
    answer: administration.enrolCodeAnswer,
    isForPeople: true,
  },
  {
    method: 'post',
    path: '/sessions',
    summary: 'Signs a person in',
    request: protocol.sessionRequest,
    answer: protocol.sessionAnswer,
  },
  {
    method: 'post',
    path: '/sync/push',
    summary: 'Sends changes, gets a verdict for each',
    // What a device sends; the envelope alone decides whether a push is looked at (R3).
    request: protocol.pushRequest.extend({
      changes: z.array(protocol.changeSchema).max(protocol.limits.changesPerPush),
    }),
    answer: protocol.pushAnswer,
  },
  {
    method: 'post',
    path: '/sync/pull',
    summary: 'Gets the next page of rows',
    request: protocol.pullRequest,
    answer: protocol.pullAnswer,
  },
  {
    method: 'post',
    path: '/sync/check',
    summary: 'Checksums of what the device should hold, 256 buckets an entity',
    request: protocol.checkRequest,
    answer: protocol.checkAnswer,
  },
  {
    method: 'post',
    path: '/sync/bucket',
    summary: 'Gets the rows of a bucket that differs',
    request: protocol.bucketRequest,
    answer: protocol.bucketAnswer,
  },
  {
    method: 'post',
    path: '/sync/recover',
    summary: 'After a restore: returns rows the device holds beyond it',
    request: protocol.recoverRequest,
    answer: protocol.recoverAnswer,
  },
  {
    method: 'post',
    path: '/claims',
    summary: 'Asks for a row alone, or for longer: `x-merge` is `claim`',
    request: protocol.claimRequest,
    answer: protocol.claimAnswer,
  },
  {
    method: 'post',
    path: '/claims/release',
    summary: 'Gives a claimed row back',
    request: protocol.releaseRequest,
    answer: protocol.releaseAnswer,
  },
  {
    method: 'post',
    path: '/sites/join',
    summary: 'A desk that worked without a server asks for an empty site, and brings its people',
    request: join.joinRequest,
    answer: join.joinAnswer,
  },
  {
    method: 'post',
    path: '/sites/compare',
    summary: 'Counts and checksums of what the site holds, as of the cursor',
    request: join.compareRequest,
    answer: join.compareAnswer,
  },
  {
    method: 'post',
    path: '/sites/settled',
    summary: 'All has arrived: the desk that joined says at which station it stands from now on',
    request: join.settledRequest,
    answer: join.settledAnswer,
  },
  { method: 'get', path: '/sync/events', summary: 'Event stream: `event: head`, data as in HeadEvent' },
];

/** OpenAPI 3.1. @param version of the application */
export function openApiDocument(version: string): object {
  const entities = Object.fromEntries(entityNames.map((name) => [name, entitySchema(name)]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'CR Desk',
      version,
      description: 'See docs/sync-spec.md for the rules behind these calls.',
    },
    servers: [{ url: '/api/v1' }],
    paths: Object.fromEntries(calls.map((call) => [call.path, { [call.method]: operation(call) }])),
    components: {
      securitySchemes: {
        device: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'header', name: 'X-Session' },
      },
      schemas: {
        ...entities,
        HeadEvent: toJsonSchema(protocol.headEvent),
        Error: toJsonSchema(protocol.errorAnswer),
        Json: toJsonSchema(z.json()),
      },
    },
  };
}

function operation({ summary, request, answer, isOpen, isForPeople }: Call): object {
  const content = (schema: z.ZodType) => ({ 'application/json': { schema: toJsonSchema(schema) } });
  const answers = answer ? content(answer) : { 'text/event-stream': { schema: { type: 'string' } } };
  return {
    summary,
    security: isOpen ? [] : [isForPeople ? { device: [], session: [] } : { device: [] }],
    ...(request ? { requestBody: { required: true, content: content(request) } } : {}),
    responses: { 200: { description: 'Done', content: answers }, ...errorResponses() },
  };
}

function errorResponses(): Record<string, object> {
  const codesByStatus = new Map<number, string[]>();
  for (const [code, { status }] of Object.entries(requestErrors)) {
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code]);
  }
  const schema = { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    [...codesByStatus].map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: { 'application/json': { schema } } },
    ]),
  );
}

function entitySchema(name: (typeof entityNames)[number]): object {
  const definition = entityByName(name);
  return {
    ...toJsonSchema(definition.schema),
    'x-scope': definition.scope,
    'x-merge': definition.merge,
    'x-groups': definition.groups,
  };
}

/**
 * Zod describes recursion inside each schema, which an address from the document's root does not reach. Any JSON
 * value is the only recursive schema of the wire: it has one description for all.
 */
function toJsonSchema(schema: z.ZodType): object {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const text = JSON.stringify(rest).replaceAll(/"\$ref":"#(?:\/\$defs\/__schema\d+)?"/g, jsonReference);
  return JSON.parse(text) as object;
}

const jsonReference = '"$ref":"#/components/schemas/Json"';
