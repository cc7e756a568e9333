import type { z } from 'zod';
import { supportedProtocols } from '../../shared/sync/wire/protocol.ts';
import { RequestFailure } from '../request-failure.ts';

/** @throws RequestFailure malformed, naming the first field that is wrong */
export function readBody<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new RequestFailure('malformed', `${field}: ${issue?.message ?? 'invalid'}`, { field });
}

/** Before anything else of the envelope, since another version may look otherwise (R12). */
export function requireProtocol(body: unknown): void {
  const protocol = body instanceof Object ? (body as { protocol?: unknown }).protocol : undefined;
  if (!Number.isInteger(protocol)) return;
  const { min, max } = supportedProtocols;
  const version = protocol as number;
  if (version >= min && version <= max) return;
  const message = `This server speaks protocol ${min} to ${max}: ${version < min ? 'update this desk' : 'update the server'}.`;
  throw new RequestFailure('protocol_unsupported', message, { min, max });
}
