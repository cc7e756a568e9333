/** One visit beside the list: what is written down of it, what happened when, and the way to put it right. */
import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { usePerson, useTimeZone } from '../../data/hooks.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import { momentWords } from '../../records/field-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { useGuestName } from '../../records/use-guest-name.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { CorrectForm } from './correct-form.tsx';
import classes from './register.module.css';
import { useVisit, type HeldVisit } from './use-visit.ts';

interface Props {
  readonly visitId: string;
  /** Business day. */
  readonly today: string;
  readonly onClose: () => void;
}

export function VisitPanel({ visitId, today, onClose }: Props) {
  const { t } = useTranslation();
  const held = useVisit(visitId);
  const [wantsForm, setCorrecting] = useState(false);
  const mayCorrect = useMayCorrect(held, today);
  const isCorrecting = wantsForm && mayCorrect === null;
  useKeys([
    // Also before the visit is read: fast fingers lose no key.
    ...(mayCorrect === null || held === undefined
      ? [{ keys: 'e', label: t('register.keys.correct'), run: () => setCorrecting(true) }]
      : []),
    {
      keys: 'Escape',
      label: t(isCorrecting ? 'common.cancel' : 'register.visit.close'),
      run: () => (isCorrecting ? setCorrecting(false) : onClose()),
      inFields: isCorrecting,
    },
  ]);
  if (held === undefined) return <aside className={classes.panel} aria-label={t('register.visit.region')} />;
  return (
    <aside className={classes.panel} aria-label={t('register.visit.region')}>
      <PanelHead held={held} onClose={onClose} />
      {held && isCorrecting && <CorrectForm visit={held.visit} onBack={() => setCorrecting(false)} />}
      {held && !isCorrecting && (
        <>
          <div className={classes.panelBody}>
            {held.visit.cancelledAt !== null && (
              <p className={classes.warning} role="note">
                {t('register.visit.undone')}
              </p>
            )}
            <VisitFacts held={held} />
            <ConflictsOf records={[{ entity: 'visit', id: held.visit.id }]} />
            <Timeline held={held} />
          </div>
          <div className={classes.panelActions}>
            {held.visit.leftAt === null && held.visit.cancelledAt === null && (
              <Button
                component={Link}
                to={`/reception?visit=${held.visit.id}`}
                variant="default"
                size="md"
                fullWidth
              >
                {t('register.visit.openInReception')}
              </Button>
            )}
            {mayCorrect === null ? (
              <Button
                variant="default"
                size="md"
                fullWidth
                onClick={() => setCorrecting(true)}
                rightSection={<kbd>E</kbd>}
              >
                {t('register.visit.correct')}
              </Button>
            ) : (
              mayCorrect && <p className={classes.hint}>{mayCorrect}</p>
            )}
          </div>
        </>
      )}
    </aside>
  );
}

/** Null where it may be put right; else why not, in words; empty where that is said elsewhere. */
function useMayCorrect(held: HeldVisit | null | undefined, today: string): string | null {
  const { t } = useTranslation();
  const person = usePerson();
  if (!held || held.visit.cancelledAt !== null) return '';
  if (!person || !rolesAllow(person.roles, 'reception.use')) return t('register.visit.noRight');
  // Whoever is still here can be put right at the reception on any day.
  return held.visit.businessDay === today || held.visit.leftAt === null
    ? null
    : t('register.visit.closedDay');
}

function PanelHead({ held, onClose }: { readonly held: HeldVisit | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useGuestName();
  const cars =
    held?.vehicles.map(({ plate, model }) => [plate && showPlate(plate), model].filter(Boolean).join(' ')) ??
    [];
  const digits = held?.guestCard?.phoneLast4;
  const parts = [digits ? t('reception.digits', { digits }) : '', ...cars].filter((part) => part !== '');
  return (
    <div>
      <div className={classes.panelTitle}>
        <h2>{held ? nameOf(held.visit, held.guestCard, held.seat) : t('register.visit.region')}</h2>
        <CloseButton aria-label={t('register.visit.close')} onClick={onClose} />
      </div>
      <p className={classes.hint}>
        {held === null
          ? t('register.visit.missing')
          : held.guestCard === null
            ? t('register.guestKinds.anonymous')
            : parts.join(' · ')}
      </p>
    </div>
  );
}

/** Instants in words: `14:05`, of another day than the given one with its date. */
function useMoments(sameDay: number): (instant: number) => string {
  const { i18n } = useTranslation();
  const timeZone = useTimeZone();
  return (instant) => momentWords({ language: i18n.language, now: sameDay, timeZone }, instant);
}

function VisitFacts({ held }: { readonly held: HeldVisit }) {
  const { t, i18n } = useTranslation();
  const nameOf = useStaffNames();
  const moment = useMoments(useDesk().now());
  const { visit, seat, area } = held;
  const place = seat && [area ? nameIn(i18n.language, area) : '', seat.name].join(' ').trim();
  const facts = [
    ['purpose', t(`reception.purposes.${visit.purpose}`)],
    ['partySize', t('common.people', { count: visit.partySize ?? 1 })],
    ['arrivedAt', moment(visit.arrivedAt)],
    ['leftAt', visit.leftAt === null ? t('register.visit.notLeft') : moment(visit.leftAt)],
    ['seatId', place ?? t('reception.checkIn.noSeat')],
    ['receivedBy', visit.receivedBy === null ? '' : nameOf(visit.receivedBy)],
    ['expectedReadyAt', visit.expectedReadyAt === null ? '' : moment(visit.expectedReadyAt)],
    ['workshopNote', visit.workshopNote ?? ''],
    ['note', visit.note ?? ''],
  ] as const;
  return (
    <dl className={classes.facts} aria-label={t('register.visit.facts')}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([field, value]) => (
          <div key={field}>
            <dt>{t(`records.fields.${field}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Timeline({ held: { visit, servings, menu } }: { readonly held: HeldVisit }) {
  const { t, i18n } = useTranslation();
  const nameOf = useStaffNames();
  const moment = useMoments(visit.arrivedAt);
  const events = [
    { key: 'came', at: visit.arrivedAt, what: t('register.visit.came'), by: visit.receivedBy },
    ...servings.map(({ id, servedAt, servedBy, menuItemId, quantity }) => {
      const item = menu.find((one) => one.id === menuItemId);
      const words = { drink: item ? nameIn(i18n.language, item) : '—', count: quantity };
      return { key: id, at: servedAt, what: t('reception.party.served', words), by: servedBy };
    }),
    ...(visit.leftAt === null
      ? []
      : [{ key: 'left', at: visit.leftAt, what: t('register.visit.left'), by: null }]),
  ].toSorted((a, b) => a.at - b.at);
  return (
    <section className={classes.timeline} aria-label={t('register.visit.timeline')}>
      <h3>{t('register.visit.timeline')}</h3>
      <ol>
        {events.map(({ key, at, what, by }) => (
          <li key={key}>
            <time>{moment(at)}</time>
            <span>{what}</span>
            <span className={classes.by}>{by === null ? '' : nameOf(by)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
