/**
 * Updates of the desktop application, handed out from a folder that a person fills (README, “Installers”): files as
 * they lie there, whole or in parts. Nobody has to say who they are: what a desk installs is decided by the signature.
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isUpdateFile } from '../../shared/rules/update-feed.ts';
import type { ServerDeps } from '../deps.ts';

const daySeconds = 24 * 3600;

export async function registerUpdates(app: FastifyInstance, { settings }: ServerDeps): Promise<void> {
  const { updatesDir } = settings;
  if (updatesDir === null) return;
  await app.register(fastifyStatic, {
    root: updatesDir,
    prefix: '/updates/',
    decorateReply: false,
    cacheControl: false,
    index: false,
    redirect: false,
    allowedPath: (path) => isHandedOut(updatesDir, path.replace(/^\//, '')),
    setHeaders(reply, path) {
      // A list and its signature change with every release, a file keeps its name and its content.
      const isList = /\.(yml|sig)$/.test(path);
      void reply.header('cache-control', isList ? 'no-cache' : `public, max-age=${daySeconds}`);
    },
  });
}

/** @returns whether it is a file of the folder itself: no way out of it, by its name or by a link */
function isHandedOut(folder: string, name: string): boolean {
  return isUpdateFile(name) && (lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile() ?? false);
}
