/**
 * No entity is claimed yet: makes one so, for the time of a test.
 *
 * Stands here and not in test/support because shared/ may import nothing outside itself.
 */
import { limits } from '../sync/wire/protocol.ts';
import { entityByName, type EntityName } from './registry.ts';

/** @param claimMs how long a claim lasts meanwhile @returns the way back */
export function makeClaimed(name: EntityName, claimMs: number = limits.claimMs): () => void {
  const definition = entityByName(name);
  const { merge } = definition;
  const usual = limits.claimMs;
  Object.assign(definition, { merge: 'claim' });
  Object.assign(limits, { claimMs });
  return () => {
    Object.assign(definition, { merge });
    Object.assign(limits, { claimMs: usual });
  };
}
