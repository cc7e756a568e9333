/** Updates put to work: when they are looked for, where the lists come from, and what happens as the shell ends. */
import type { App, Session } from 'electron';
import { feedNameOf } from '../shared/rules/update-feed.ts';
import type { UpdateState } from '../shared/rules/update-state.ts';
import { guardSession } from './guard.ts';
import type { Log } from './log.ts';
import type { ServerChoice } from './server-choice.ts';
import { createUpdater } from './updater.ts';
import { createUpdates, type Updates } from './updates.ts';

/** The first look leaves the start in peace; releases are rare. */
const firstLookMs = 120_000;
const lookEveryMs = 6 * 3_600_000;
/** Of a list or a signature; they have some hundred bytes. */
const mostBytes = 64_000;
const patienceMs = 20_000;

export interface StartUpdatesDeps {
  readonly app: Pick<App, 'isPackaged' | 'getVersion' | 'on' | 'quit'>;
  readonly session: Pick<Session, 'fetch'>;
  readonly server: Pick<ServerChoice, 'current' | 'fingerprint'>;
  /** Public key that this build was made with; null: none. */
  readonly publicKey: string | null;
  readonly onChange: (state: UpdateState) => void;
  readonly log: Pick<Log, 'note'>;
}

export function startUpdates(deps: StartUpdatesDeps): Updates {
  const { app, publicKey, server, session } = deps;
  const { platform, arch, env } = process;
  const feedName = feedNameOf(platform, arch);
  const baseUrl = () => {
    const origin = server.current();
    return origin === null ? null : `${origin}/updates/`;
  };
  const updates = createUpdates({
    current: app.getVersion(),
    off: whyOff({ isPackaged: app.isPackaged, platform, appImage: env['APPIMAGE'], publicKey }),
    publicKey: publicKey ?? '',
    feedName: feedName ?? '',
    fetchText: (name) => fetchText(session, baseUrl(), name),
    updater: createUpdater({ baseUrl, guard: (own) => guardSession(own, server) }),
    clock: () => Date.now(),
    onChange: deps.onChange,
    log: deps.log,
  });
  if (updates.state().kind === 'off') return updates;
  setTimeout(() => void updates.check(), firstLookMs).unref();
  setInterval(() => void updates.check(), lookEveryMs).unref();
  // Not in good order: a crash, or a start that failed.
  app.on('quit', (_event, code) => void (code === 0 && updates.quit()));
  return {
    ...updates,
    choose(when) {
      const isChosen = updates.choose(when);
      if (isChosen && when === 'restart') app.quit();
      return isChosen;
    },
  };
}

export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** The AppImage's own path, where it runs as one. */
  readonly appImage: string | undefined;
  readonly publicKey: string | null;
}

/** @returns why this build does not update itself; null where it does */
export function whyOff({ isPackaged, platform, appImage, publicKey }: Installation) {
  if (!isPackaged) return 'notInstalled';
  if (publicKey === null) return 'noKey';
  return platform === 'win32' || (platform === 'linux' && appImage) ? null : 'bySystem';
}

/** @returns null where the server has no such file @throws where it is not reached, or answers with anything else */
export async function fetchText(
  session: Pick<Session, 'fetch'>,
  base: string | null,
  name: string,
): Promise<string | null> {
  if (base === null) return null;
  const signal = AbortSignal.timeout(patienceMs);
  const answer = await session.fetch(base + name, { redirect: 'error', cache: 'no-store', signal });
  if (answer.status === 404) return null;
  if (!answer.ok) throw Object.assign(new Error('unexpected answer'), { code: `HTTP_${answer.status}` });
  return textOf(answer);
}

/** @throws as soon as there is more of it than any list has: an answer without end is not kept to be measured */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const bytes of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += bytes.byteLength;
    if (length > mostBytes) throw Object.assign(new Error('too long'), { code: 'TOO_LONG' });
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}
