import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { protocolVersion } from '../../shared/sync/wire/protocol.ts';
import type { ServerDeps } from '../deps.ts';
import { openApiDocument } from './openapi.ts';

export function registerHealth(app: FastifyInstance, deps: ServerDeps): void {
  app.get('/api/v1/health', async () => {
    const state = await sql<{ epoch: string }>`select epoch from server_state`.execute(deps.db);
    return {
      status: 'ok' as const,
      version: deps.settings.version,
      protocol: protocolVersion,
      epoch: state.rows[0]?.epoch ?? '',
      ...(deps.settings.demo ? { demo: true as const } : {}),
    };
  });

  const document = openApiDocument(deps.settings.version);
  app.get('/api/v1/openapi.json', async () => document);
}
