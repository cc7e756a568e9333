import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** A part of the application that is neither on this device nor at the server. */
export class PartMissing extends Error {}

/** A page that is fetched when someone goes there. @param name of the component in its file */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => {
    try {
      return { default: (await load())[name] };
    } catch (cause) {
      throw new PartMissing(String(cause), { cause });
    }
  });
}
