import type { TFunction } from 'i18next';
import { birthdayNear } from '../../../shared/rules/birthday.ts';
import chips from '../../ui/chips.module.css';

const flagTones = { openCase: 'bad', wrongNumber: 'warn', maintenanceDue: 'warn', voucher: 'ok' } as const;
type KnownFlag = keyof typeof flagTones;
const isKnownFlag = (flag: string): flag is KnownFlag => Object.hasOwn(flagTones, flag);

export interface HintWords {
  /** `YYYY-MM-DD`: whose birthday it is goes by it. */
  readonly businessDay: string;
  readonly organisation: string;
  readonly birthday: Readonly<Record<'today' | 'tomorrow', string>>;
  readonly flags: Readonly<Record<KnownFlag, string>>;
}

/** @param businessDay `YYYY-MM-DD` */
export function hintWords(t: TFunction, businessDay: string): HintWords {
  return {
    businessDay,
    organisation: t('customers.filters.organisation'),
    birthday: { today: t('reception.birthday.today'), tomorrow: t('reception.birthday.tomorrow') },
    flags: {
      openCase: t('reception.flags.openCase'),
      wrongNumber: t('reception.flags.wrongNumber'),
      maintenanceDue: t('reception.flags.maintenanceDue'),
      voucher: t('reception.flags.voucher'),
    },
  };
}

interface Props {
  readonly kind: 'private' | 'organisation';
  readonly birthMonthDay: string | null;
  readonly flags: readonly string[];
  readonly words: HintWords;
}

/** What any desk may know of a guest, in a word each. */
export function GuestHints({ kind, birthMonthDay, flags, words }: Props) {
  const birthday = birthdayNear(birthMonthDay, words.businessDay);
  return (
    <>
      {kind === 'organisation' && <span className={chips.chip}>{words.organisation}</span>}
      {birthday && (
        <span className={chips.chip} data-tone="warn">
          {words.birthday[birthday]}
        </span>
      )}
      {flags.filter(isKnownFlag).map((flag) => (
        <span key={flag} className={chips.chip} data-tone={flagTones[flag]}>
          {words.flags[flag]}
        </span>
      ))}
    </>
  );
}
