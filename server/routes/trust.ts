/** How a machine is told of the server’s own authority: a page that explains it, and the certificate. */
import { X509Certificate } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ServerDeps } from '../deps.ts';
import { trustPage } from './trust-page.ts';

/** Only where there is an authority: what is trusted by itself needs no page. */
export function registerTrust(app: FastifyInstance, { settings }: ServerDeps): void {
  const { authority } = settings.reach;
  if (!authority) return;
  const { raw } = new X509Certificate(authority.certificate);
  const page = trustPage(authority);

  app.get('/trust', async (_request, reply) =>
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page),
  );
  // Binary, under this type: the one form that Windows, macOS, Android and iOS all take.
  app.get('/ca.crt', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="cr-desk-ca.crt"')
      .type('application/x-x509-ca-cert')
      .send(raw),
  );
}
