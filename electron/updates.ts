/**
 * Updates of the shell, decided: what the server hands out is believed only with a signature of the key that this
 * build was made with, taken only where it is newer, and installed only when a person chose it, at the moment the
 * application is closed, with no shift running, no visit open and nothing unsent. Electron, network and disk are passed
 * in.
 *
 *   waiting → checking → downloading → ready → (chosen) → installed when the application closes
 *      ↑          └──────────┴→ failed     └→ downloading, where a later one is handed out: it takes its place
 *      └── tried again at the next check
 */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { feedMessage, isNewerVersion, isUpdateFile, signatureName } from '../shared/rules/update-feed.ts';
import {
  installHindrance,
  type DeskWork,
  type UpdateMoment,
  type UpdateFailure,
  type UpdateState,
} from '../shared/rules/update-state.ts';
import type { Log } from './log.ts';

/** A list whose signature was checked. */
export interface UpdateFeed {
  readonly name: string;
  readonly text: string;
}

/** What fetches and installs: electron-updater behind electron/updater.ts. */
export interface UpdaterPort {
  /** @returns the list's content, of any shape @throws where it is none */
  read(feed: UpdateFeed): unknown;
  /** Resolves with the files on the disk and checked; false where this desk's turn has not come yet. */
  download(feed: UpdateFeed, onPercent: (percent: number) => void): Promise<boolean>;
  /** Starts the installer, which waits for this process to end. */
  install(options: { readonly startAgain: boolean }): void;
}

export interface UpdatesDeps {
  /** Version of this build. */
  readonly current: string;
  readonly off: Extract<UpdateState, { kind: 'off' }>['why'] | null;
  /** Base64 of the public key (SPKI) that this build was made with. */
  readonly publicKey: string;
  readonly feedName: string;
  /** A small file of the server's `/updates/`; null where there is none @throws where the server is not reached */
  readonly fetchText: (name: string) => Promise<string | null>;
  readonly updater: UpdaterPort;
  /** UTC ms. */
  readonly clock: () => number;
  readonly onChange: (state: UpdateState) => void;
  readonly log: Pick<Log, 'note'>;
}

export interface Updates {
  state(): UpdateState;
  /** Looks for an update and fetches it; where one is ready, for a later one, quietly. Nothing while one is fetched. */
  check(): Promise<void>;
  noteWork(work: DeskWork): void;
  /** @returns whether it is now chosen; false where none is ready, or something stands in the way */
  choose(when: UpdateMoment): boolean;
  /** The person goes on working after all: “now” is taken back, and what was chosen before it holds. */
  stay(): void;
  /** To be called as the application ends in good order. @returns whether the installer was started */
  quit(): boolean;
}

export function createUpdates(deps: UpdatesDeps): Updates {
  let state: UpdateState =
    deps.off === null ? { kind: 'waiting', checkedAt: null, offered: null } : { kind: 'off', why: deps.off };
  let work: DeskWork | null = null;
  let startAgain = false;
  /** For the time when the application closes; holds for a later one that takes the place of what is ready. */
  let isAgreed = false;
  let isLooking = false;

  function show(next: UpdateState): void {
    state = next;
    deps.onChange(next);
  }
  async function look(): Promise<void> {
    if (state.kind !== 'ready') show({ kind: 'checking' });
    const offer = await readOffer(deps).catch((error: unknown) => failed(deps, 'unreachable', error));
    // What is ready stays so whatever became of the question; and who closes now gets what they chose.
    const ready = state.kind === 'ready' ? state.version : null;
    if (!('feed' in offer)) return ready === null ? show(offer) : undefined;
    if (ready !== null && (startAgain || !isNewerVersion(offer.version, ready))) return;
    const before = state;
    const fetched = await fetchOffer(deps, offer, show);
    if (fetched.kind === 'ready') return show({ ...fetched, chosen: isAgreed });
    // Of one whose turn has not come nothing was fetched, and the earlier one is still there.
    show(fetched.kind === 'waiting' && ready !== null ? before : fetched);
  }

  return {
    state: () => state,
    async check() {
      if (isLooking || !['waiting', 'failed', 'ready'].includes(state.kind)) return;
      isLooking = true;
      await look().finally(() => (isLooking = false));
    },
    noteWork: (told) => (work = told),
    choose(when) {
      if (state.kind !== 'ready' || (when === 'restart' && installHindrance(work) !== null)) return false;
      startAgain = when === 'restart';
      if (!startAgain) isAgreed = when === 'atQuit';
      show({ ...state, chosen: when !== 'later' });
      return when !== 'later';
    },
    stay() {
      if (state.kind !== 'ready' || !startAgain) return;
      startAgain = false;
      show({ ...state, chosen: isAgreed });
    },
    quit() {
      if (state.kind !== 'ready' || !state.chosen) return false;
      const hindrance = installHindrance(work);
      if (hindrance === null) deps.updater.install({ startAgain });
      else deps.log.note({ event: 'updateHeld', version: state.version, why: hindrance });
      return hindrance === null;
    },
  };
}

interface Offer {
  readonly version: string;
  readonly feed: UpdateFeed;
}

/** @returns what is handed out, where it is newer than this build and signed; else why there is nothing to fetch */
async function readOffer(deps: UpdatesDeps): Promise<Offer | UpdateState> {
  const { current, feedName: name, fetchText, publicKey, updater } = deps;
  const text = await fetchText(name);
  if (text === null) return waiting(deps, null);
  const feed = { name, text };
  const signature = await fetchText(signatureName(name));
  // Before anything else looks at it.
  if (!isSigned(feed, signature, publicKey)) return failed(deps, 'unsigned');
  const version = readVersion(() => updater.read(feed));
  if (version === null) return failed(deps, 'damaged');
  return isNewerVersion(version, current) ? { version, feed } : waiting(deps, version);
}

/** @returns how it ends: ready, waiting or failed. Begun, what was fetched before is gone */
async function fetchOffer(
  deps: UpdatesDeps,
  { version, feed }: Offer,
  show: (state: UpdateState) => void,
): Promise<UpdateState> {
  show({ kind: 'downloading', version, percent: 0 });
  try {
    const isTaken = await deps.updater.download(feed, (percent) =>
      show({ kind: 'downloading', version, percent: Math.floor(percent) }),
    );
    return isTaken ? { kind: 'ready', version, chosen: false } : waiting(deps, null);
  } catch (error) {
    return failed(deps, isMismatch(error) ? 'damaged' : 'unreachable', error);
  }
}

function waiting({ clock }: UpdatesDeps, offered: string | null): UpdateState {
  return { kind: 'waiting', checkedAt: clock(), offered };
}

function failed({ clock, log }: UpdatesDeps, why: UpdateFailure, error?: unknown): UpdateState {
  log.note({ event: 'updateFailed', why, code: error === undefined ? null : codeOf(error) });
  return { kind: 'failed', why, checkedAt: clock() };
}

/** Never the message: it may name addresses and folders, and folders are called after people. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'Error';
}

/** Of electron-updater: a file whose checksum, or on Windows whose publisher, is another. */
function isMismatch(error: unknown): boolean {
  return ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE'].includes(codeOf(error));
}

/** @param signature base64; null where there is none @param publicKey base64 of an Ed25519 key (SPKI) */
export function isSigned({ name, text }: UpdateFeed, signature: string | null, publicKey: string): boolean {
  if (signature === null) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(feedMessage(name, text)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Files stand beside the list: one from elsewhere would be fetched from elsewhere. */
const feedContent = z.object({
  version: z.string(),
  files: z.array(z.object({ url: z.string().refine(isUpdateFile), sha512: z.string() })).min(1),
  packages: z.undefined().optional(),
});

function readVersion(read: () => unknown): string | null {
  try {
    return feedContent.parse(read()).version;
  } catch {
    return null;
  }
}
