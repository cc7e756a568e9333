/** When they were here and what they drank. */
import { useTranslation } from 'react-i18next';
import { peopleWith } from '../../../shared/rules/party-people.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { momentWords } from '../../records/field-words.ts';
import { guestsWords } from '../../records/guests-words.ts';
import { useSpeaker } from '../../records/use-speaker.ts';
import classes from './customers.module.css';
import type { CustomerRecord, PastVisit } from './use-customer-record.ts';

interface Props {
  readonly record: CustomerRecord;
}

export function VisitsPanel({ record: { visits, visitCount, menu } }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.panel} aria-label={t('customers.record.visits')}>
      <h2>{t('customers.record.visitsOf', { count: visitCount })}</h2>
      {visits.length === 0 && <p className={classes.none}>{t('customers.record.noVisits')}</p>}
      <ul className={classes.lines}>
        {visits.map((one) => (
          <VisitLine key={one.visit.id} past={one} menu={menu} />
        ))}
      </ul>
      {visitCount > visits.length && (
        <p className={classes.none}>{t('customers.record.lastVisits', { count: visits.length })}</p>
      )}
    </section>
  );
}

interface VisitLineProps {
  readonly past: PastVisit;
  readonly menu: CustomerRecord['menu'];
}

function VisitLine({ past: { visit, servings, called, joinedName }, menu }: VisitLineProps) {
  const { t, i18n } = useTranslation();
  const speaker = useSpeaker(null);
  const staffName = useStaffNames();
  const drink = useDrinkName(menu, i18n.language);
  const receiver = visit.receivedBy ? staffName(visit.receivedBy) : '';
  const facts = [
    guestsWords(t, peopleWith(visit)),
    receiver && t('common.labelled', { label: t('records.fields.receivedBy'), value: receiver }),
    joinedName !== null && t('visits.join.left', { party: joinedName }),
    called.length > 0 && t('visits.calls.pastCalls', { names: called.join(t('common.listSeparator')) }),
    visit.leftAt === null && t('customers.record.stillHere'),
    visit.note,
  ].filter(Boolean);
  const cups = new Map<string, number>();
  for (const { menuItemId, quantity } of servings) {
    const name = menuItemId ? drink(menuItemId) : t('records.unknown');
    cups.set(name, (cups.get(name) ?? 0) + quantity);
  }
  return (
    <li>
      <b>{momentWords(speaker, visit.arrivedAt)}</b> {t(`reception.purposes.${visit.purpose}`)}
      <p>{facts.join(' · ')}</p>
      {cups.size > 0 && <p>{[...cups].map(([name, count]) => `${name} ×${count}`).join(' · ')}</p>}
    </li>
  );
}

function useDrinkName(menu: CustomerRecord['menu'], language: string) {
  const { t } = useTranslation();
  return (id: string) => {
    const item = menu.find((one) => one.id === id);
    if (!item) return t('records.unknown');
    return (language === 'en' ? item.nameEn : null) ?? item.name;
  };
}
