/**
 * The X.509 library finds its parts by a container that keeps notes on classes through `Reflect`, which the language
 * does not have: these three, on classes alone, are all that it calls. To be imported before the library.
 */
const notes = new WeakMap<object, Map<unknown, unknown>>();

function ownNote(key: unknown, target: object): unknown {
  return notes.get(target)?.get(key);
}

/** Of the class, or of the nearest one it extends. */
function note(key: unknown, target: object | null): unknown {
  if (target === null) return undefined;
  return notes.get(target)?.has(key) ? ownNote(key, target) : note(key, Object.getPrototypeOf(target));
}

function takeNote(key: unknown, value: unknown, target: object): void {
  const own = notes.get(target) ?? new Map<unknown, unknown>();
  notes.set(target, own.set(key, value));
}

Object.assign(Reflect, { getMetadata: note, getOwnMetadata: ownNote, defineMetadata: takeNote });
