/** Values that a Zod schema takes, made by fast-check from the schema itself: nothing to keep in step with it. */
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** @throws where the schema has a kind of value that this file does not know yet */
export function arbitraryOf<Value>(schema: z.ZodType<Value>): Arbitrary<Value> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // What JSON Schema cannot say (refinements) is left to the schema.
  return fromJsonSchema(json).filter((value) => schema.safeParse(value).success) as Arbitrary<Value>;
}

function fromJsonSchema(schema: JsonSchema): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fromJsonSchema(one as JsonSchema)));
  const { type } = schema as { readonly type?: unknown };
  if (Array.isArray(type))
    return fc.oneof(...type.map((one) => fromJsonSchema({ ...schema, type: one as 'null' })));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integerOf(schema);
    case 'string':
      return stringOf(schema);
    case 'array':
      return fc.array(fromJsonSchema(schema.items as JsonSchema), {
        minLength: schema.minItems ?? 0,
        maxLength: schema.maxItems ?? 10,
      });
    case 'object':
      return objectOf(schema);
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`);
  }
}

/** Texts as people type them, and those that trouble JSON, databases and UTF-16. */
function stringOf({ pattern, minLength = 0, maxLength = 40 }: JsonSchema): Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const typed = fc.constantFrom(
    '张三',
    '赣D12345',
    '13800796001',
    String.raw`\u0000`,
    '\\',
    '"',
    '😀𠮷',
    ' a ',
  );
  const any = fc.oneof(
    { weight: 3, arbitrary: typed },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength, maxLength }) },
    { weight: 1, arbitrary: fc.constantFrom('长', '"').map((one) => one.repeat(maxLength)) },
  );
  return any.filter((text) => text.length >= minLength && text.length <= maxLength);
}

function objectOf({ properties = {}, required = [] }: JsonSchema): Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, one]) => [name, fromJsonSchema(one as JsonSchema)]);
  return fc.record(Object.fromEntries(fields) as Record<string, Arbitrary<unknown>>, {
    requiredKeys: required,
  });
}

/** Small numbers, both ends, and what lies between: instants go beyond 32 bits. */
function integerOf({ minimum, maximum }: JsonSchema): Arbitrary<number> {
  const min = minimum ?? Number.MIN_SAFE_INTEGER;
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  return fc.oneof(
    fc.constantFrom(min, max),
    fc.integer({ min, max: Math.min(max, min + 1_000) }),
    fc.double({ min: 0, max: 1, noNaN: true }).map((part) => Math.floor(min + part * (max - min))),
  );
}
