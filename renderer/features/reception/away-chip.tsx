import { useTranslation } from 'react-i18next';
import { awaySince } from '../../../shared/rules/away.ts';
import type { Party } from './use-floor.ts';
import chips from '../../ui/chips.module.css';

/** Since when the party is out; nothing while it is here. */
export function AwayChip({ party, now }: { readonly party: Party; readonly now: number }) {
  const { t } = useTranslation();
  const since = awaySince(party.visit);
  if (since === null) return null;
  return (
    <span className={chips.chip} data-tone="warn">
      {t('visits.away.since', { count: Math.max(0, Math.floor((now - since) / 60_000)) })}
    </span>
  );
}
