import { useTranslation } from 'react-i18next';
import { birthdayNear } from '../../../shared/rules/birthday.ts';
import { useDesk } from '../../data/desk-context.tsx';
import chips from '../../ui/chips.module.css';

const flagTones = { openCase: 'bad', wrongNumber: 'warn', maintenanceDue: 'warn', voucher: 'ok' } as const;
type KnownFlag = keyof typeof flagTones;
const isKnownFlag = (flag: string): flag is KnownFlag => Object.hasOwn(flagTones, flag);

interface Props {
  readonly kind: 'private' | 'organisation';
  readonly birthMonthDay: string | null;
  readonly flags: readonly string[];
}

/** What any desk may know of a guest, in a word each. */
export function GuestHints({ kind, birthMonthDay, flags }: Props) {
  const { t } = useTranslation();
  const birthday = birthdayNear(birthMonthDay, useDesk().businessDay());
  return (
    <>
      {kind === 'organisation' && <span className={chips.chip}>{t('records.kinds.organisation')}</span>}
      {birthday && (
        <span className={chips.chip} data-tone="warn">
          {t(`reception.birthday.${birthday}`)}
        </span>
      )}
      {flags.filter(isKnownFlag).map((flag) => (
        <span key={flag} className={chips.chip} data-tone={flagTones[flag]}>
          {t(`reception.flags.${flag}`)}
        </span>
      ))}
    </>
  );
}
