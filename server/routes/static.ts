/** The built application, for browsers: strict policy, hashed files for ever, the shell never from a cache. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from '../../shared/rules/content-security-policy.ts';
import type { ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';

const yearSeconds = 365 * 24 * 3600;

export async function registerStatic(app: FastifyInstance, { settings }: ServerDeps): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
      'content-security-policy': contentSecurityPolicy("'self'"),
    });
  });
  if (settings.rendererDir !== null) {
    await app.register(fastifyStatic, {
      root: settings.rendererDir,
      cacheControl: false,
      preCompressed: true,
      setHeaders(response, path) {
        const isHashed = path.includes('/assets/');
        response.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (settings.rendererDir !== null && isNavigation(request)) return sendShell(reply);
    throw new RequestFailure('not_found', 'There is nothing at this address.');
  });
}

/** A page of the application; its address is the router's business. */
function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '';
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  return request.method === 'GET' && wantsPage && !path.startsWith('/api/') && !path.startsWith('/assets/');
}

function sendShell(reply: FastifyReply) {
  return reply.sendFile('index.html');
}
