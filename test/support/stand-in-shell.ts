/** The desktop shell's bridge without the shell: each call answers as told, each event is told by the test. */
import { vi } from 'vitest';
import { readBridge, type Bridge } from '../../renderer/data/bridge.ts';
import { callNames, type DesktopBridge, type EventName } from '../../shared/ipc.ts';

export interface StandInShell {
  readonly bridge: Bridge;
  tell(name: EventName, ...args: unknown[]): void;
}

/** @param calls those that matter to the test; the others have failed */
export function createStandInShell(calls: Partial<DesktopBridge> = {}): StandInShell {
  const listeners = new Map<string, Set<(...args: never[]) => void>>();
  const failing = callNames.map((name) => [
    name,
    async () => ({ ok: false, error: { code: 'shell_failed' } }),
  ]);
  const desktop = {
    caFingerprint: null,
    ...{ serverUrl: 'https://cr.example', isServerGiven: false, wasUnreadable: false, recovery: null },
    ...Object.fromEntries(failing),
    on(name: string, listener: (...args: never[]) => void) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    ...calls,
  } as DesktopBridge;
  vi.stubGlobal('crDesk', desktop);
  const bridge = readBridge();
  vi.unstubAllGlobals();
  return {
    bridge,
    tell(name, ...args) {
      for (const listener of listeners.get(name) ?? []) listener(...(args as never[]));
    },
  };
}
