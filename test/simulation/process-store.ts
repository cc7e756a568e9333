/**
 * A device's store as one process of it sees it: the disk outlives the process, which may die at any call through
 * the port, before or after it. What had not been committed is then gone, and the process hears nothing any more.
 */
import type { DeviceStore, DeviceTransaction } from '../../shared/sync/device/device-store.ts';

export interface ProcessStore extends DeviceStore {
  /** Dies at the nth call from now; 1 is the next. */
  dieAt(call: number): void;
  /** At once. */
  die(): void;
}

class Died extends Error {}

export function createProcessStore(
  disk: DeviceStore,
  onCommit: () => void,
  onDeath: () => void,
): ProcessStore {
  let callsLeft = Infinity;
  let isDead = false;

  function die(): void {
    if (isDead) return;
    isDead = true;
    onDeath();
  }

  /** @returns whether the process still lives */
  function step(): boolean {
    callsLeft -= 1;
    if (callsLeft <= 0) die();
    return !isDead;
  }

  const mortal = (transaction: DeviceTransaction): DeviceTransaction =>
    new Proxy(transaction, {
      get:
        (target, name) =>
        async (...args: unknown[]) => {
          if (!step()) throw new Died();
          return (Reflect.get(target, name) as (...args: unknown[]) => unknown)(...args);
        },
    });

  return {
    transact<Value>(...[mode, touches, work]: Parameters<DeviceStore['transact']>): Promise<Value> {
      return new Promise((resolve, reject) => {
        if (!step()) return;
        disk
          .transact(mode, touches, (transaction) => work(mortal(transaction)))
          .then(
            (value) => {
              if (mode === 'write') onCommit();
              // The commit stands; whether the process learns of it is another matter.
              if (step()) resolve(value as Value);
            },
            (error: Error) => {
              if (!isDead) reject(error);
            },
          );
      });
    },
    dieAt: (call) => void (callsLeft = call),
    die,
  };
}
