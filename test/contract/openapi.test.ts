/** The description of the wire: valid, complete, and made of the very schemas that check requests. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { entityByName, entityNames } from '../../shared/entities/registry.ts';
import { requestErrors } from '../../shared/errors.ts';
import { startApp, type AppFixture } from '../support/app-fixture.ts';

interface Operation {
  readonly security: readonly object[];
  readonly responses: Readonly<
    Record<string, { description: string; content: Record<string, { schema: JsonSchema }> }>
  >;
  readonly requestBody?: { content: Record<string, { schema: JsonSchema }> };
}
type JsonSchema = Readonly<Record<string, unknown>>;
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

let fixture: AppFixture;
let document: Document;

beforeAll(async () => {
  fixture = await startApp();
  document = (await fixture.app.inject({ url: '/api/v1/openapi.json' })).json<Document>();
});
afterAll(() => fixture?.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('it is OpenAPI 3.1 of this version', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'CR Desk', version: '9.9.9' } });
});

test('every call it names is answered by the server, and every call of the server is in it', () => {
  // A tree: a path below another one is told from where that ends.
  const above: string[] = [];
  const routes = fixture.app
    .printRoutes({ commonPrefix: false, includeHooks: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path, methods] = /^(.*[├└]── )(\/\S+) \(([A-Z, ]+)\)/.exec(line) ?? [];
      if (!path) return [];
      const depth = indent.length / 4;
      above.splice(depth - 1, Infinity, path);
      const whole = above.join('');
      return (methods ?? '').split(', ').map((method) => `${method.toLowerCase()} ${whole}`);
    })
    .filter((route) => /^(get|post|put) /.test(route));
  const described = operations().map(({ path, method }) => `${method} /api/v1${path}`);
  expect(described.sort()).toEqual(routes.sort());
});

test('the calls that need no token are the three that the design names', () => {
  const open = operations().filter(({ operation }) => operation.security.length === 0);
  expect(open.map(({ path }) => path)).toEqual(['/health', '/openapi.json', '/devices/enrol']);
});

test.each(entityNames)('%s is described field by field, with scope, merge kind and groups', (name) => {
  const { schema, scope, merge, groups } = entityByName(name);
  const described = document.components.schemas[name];
  expect(described).toMatchObject({ 'x-scope': scope, 'x-merge': merge, 'x-groups': groups, type: 'object' });
  expect(described).toMatchObject({ additionalProperties: false });
  const { properties, required = [] } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  expect(Object.keys(described?.['properties'] as object)).toEqual(Object.keys(properties ?? {}));
  expect(described?.['required'] ?? []).toEqual(required);
});

test('every group of an entity is of its own fields', () => {
  for (const name of entityNames) {
    const { schema, groups } = entityByName(name);
    for (const fields of Object.values(groups))
      expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining([...fields]));
  }
});

test('each call lists every status and code of the error table', () => {
  for (const { operation } of operations()) {
    for (const [code, { status }] of Object.entries(requestErrors)) {
      expect(operation.responses[status]?.description.split(', ')).toContain(code);
    }
  }
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
    expect(found, reference).toBeDefined();
  }
});
