/** What tests of the shell begin with: an empty folder, and the built-up shell on Electron's stand-in, anew for each. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { configurationOf, createElectron, invokeOn, type FakeElectron } from './fake-electron.ts';

/** @param take given an empty folder before each test of the file; it goes after the test */
export function freshFolder(take: (folder: string) => void): void {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cr-desk-shell-'));
    take(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

export interface FreshShell {
  readonly electron: FakeElectron;
  readonly folder: string;
  /** Of the desk, in the folder; it need not be there. */
  readonly profile: string;
}

export interface ShellSteps {
  /** The main process, up to its window. */
  start(): Promise<void>;
  /** A further start of the program on the same profile. */
  startAgain(): Promise<void>;
  /** As the page calls it. */
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  /** What the page learns when it is loaded. */
  configuration(): Promise<unknown>;
}

export const shellServer = 'https://cr.example';

/**
 * Main process and stand-in for each test of the file, at `shellServer`.
 * @param take given what is new, before each test and at a further start
 * @param profileIn where the profile is, in the folder
 */
export function freshShell(take: (fresh: FreshShell) => void, profileIn = '.'): ShellSteps {
  let fresh: FreshShell;
  function begin(folder: string): void {
    const profile = join(folder, profileIn);
    fresh = { folder, profile, electron: createElectron(profile) };
    vi.resetModules();
    vi.doMock('electron', () => fresh.electron);
    take(fresh);
  }
  async function start(): Promise<void> {
    await import('./main.ts');
    fresh.electron.app.emit('ready');
  }
  freshFolder((folder) => {
    begin(folder);
    vi.stubEnv('CRDESK_SERVER', shellServer);
    vi.stubEnv('CRDESK_PROFILE', fresh.profile);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return {
    start,
    startAgain() {
      begin(fresh.folder);
      return start();
    },
    invoke: (channel, ...args) => invokeOn(fresh.electron, channel, ...args),
    configuration: () => configurationOf(fresh.electron),
  };
}

/** A page's events, as the guards hear them. @param hear puts the guards on it */
export function guardedContents(hear: (contents: EventEmitter) => void) {
  let opener: ((details: { url: string }) => unknown) | undefined;
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof opener) => (opener = handler),
  });
  hear(contents);
  return {
    open: (url: string) => opener?.({ url }),
    isPrevented(name: string, event: object): boolean {
      const preventDefault = vi.fn();
      contents.emit(name, { ...event, preventDefault });
      return preventDefault.mock.calls.length > 0;
    },
  };
}
