import { useTranslation } from 'react-i18next';
import { useKeyHints } from '../../ui/key-hints.ts';

export const partyKeys = [
  ['r', 'refill'],
  ['s', 'serve'],
  ['m', 'move'],
  ['e', 'edit'],
  ['x', 'seeOff'],
  ['u', 'cancel'],
  ['c', 'record'],
  ['p', 'preferences'],
] as const;

/** What the keys of a chosen party and of a form do, for who looks them up before there is one. */
export function useReceptionKeyHints(): void {
  const { t } = useTranslation();
  useKeyHints([
    {
      title: t('reception.keys.ofParty'),
      keys: partyKeys.map(([keys, name]) => ({ keys, label: t(`reception.keys.${name}`) })),
    },
    {
      title: t('reception.keys.ofForm'),
      keys: [
        { keys: 'Enter', label: t('reception.keys.nextField') },
        { keys: 'mod+Enter', label: t('reception.keys.save') },
        { keys: 'Escape', label: t('reception.keys.leave') },
      ],
    },
  ]);
}
