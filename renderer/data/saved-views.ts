/** Lists that a person wants to see again, by a name of their own; kept on this device, each person's apart. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { SavedView } from './database.ts';
import { useDesk } from './desk-context.tsx';
import { usePerson } from './hooks.ts';

export interface SavedViews {
  readonly views: readonly SavedView[];
  /** In the place of one of the same name. */
  save(view: SavedView): Promise<void>;
  remove(name: string): Promise<void>;
}

export function useSavedViews(): SavedViews {
  const { db } = useDesk();
  const personId = usePerson()?.id ?? '';
  const all = useLiveQuery(() => db.meta.get('savedViews'), [db]);
  const ofAll = all?.key === 'savedViews' ? all.value : {};
  const change = (to: (views: readonly SavedView[]) => readonly SavedView[]) =>
    db.transaction('rw', db.meta, async () => {
      const row = await db.meta.get('savedViews');
      const value = row?.key === 'savedViews' ? row.value : {};
      await db.meta.put({ key: 'savedViews', value: { ...value, [personId]: to(value[personId] ?? []) } });
    });
  return {
    views: ofAll[personId] ?? [],
    save: (view) => change((views) => [...views.filter(({ name }) => name !== view.name), view]),
    remove: (name) => change((views) => views.filter((view) => view.name !== name)),
  };
}
