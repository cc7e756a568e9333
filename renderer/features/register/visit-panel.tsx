/** One visit beside the list: what is written down of it, what happened when, and the way to put it right. */
import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { absencesOf } from '../../../shared/rules/away.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { peopleWith } from '../../../shared/rules/party-people.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { usePerson, useTimeZone } from '../../data/hooks.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { CancelCheckIn } from '../../records/cancel-check-in.tsx';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import { momentWords } from '../../records/field-words.ts';
import { guestsWords } from '../../records/guests-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { useGuestName } from '../../records/use-guest-name.ts';
import { useRestoreCheckIn } from '../../records/use-restore-check-in.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { CorrectForm } from './correct-form.tsx';
import classes from './register.module.css';
import { useVisit, type HeldVisit } from './use-visit.ts';

interface Props {
  readonly visitId: string;
  /** Business day. */
  readonly today: string;
  /** Opens with its correction, where it may be put right. */
  readonly startsCorrecting?: boolean;
  readonly onClose: () => void;
}

type Task = 'correct' | 'cancel';

export function VisitPanel({ visitId, today, startsCorrecting = false, onClose }: Props) {
  const { t } = useTranslation();
  const held = useVisit(visitId);
  const [task, begin] = useState<Task | null>(startsCorrecting ? 'correct' : null);
  const mayCorrect = useMayCorrect(held, today);
  const restore = useRestore(held);
  const mayCancel = mayCorrect === null && held?.visit.businessDay === today;
  const isCorrecting = task === 'correct' && mayCorrect === null;
  const isCancelling = task === 'cancel' && mayCancel;
  const isBusy = isCorrecting || isCancelling;
  const end = () => begin(null);
  useKeys([
    // Also before the visit is read: fast fingers lose no key.
    ...(mayCorrect === null || held === undefined
      ? [{ keys: 'e', label: t('register.keys.correct'), run: () => begin('correct') }]
      : []),
    ...(mayCancel ? [{ keys: 'u', label: t('reception.keys.cancel'), run: () => begin('cancel') }] : []),
    ...(restore ? [{ keys: 'u', label: t('register.visit.restore'), run: restore }] : []),
    {
      keys: 'Escape',
      label: t(isBusy ? 'common.cancel' : 'register.visit.close'),
      run: () => (isBusy ? end() : onClose()),
      inFields: isBusy,
    },
  ]);
  if (held === undefined) return <aside className={classes.panel} aria-label={t('register.visit.region')} />;
  return (
    <aside className={classes.panel} aria-label={t('register.visit.region')}>
      <PanelHead held={held} onClose={onClose} />
      {held && isCorrecting && <CorrectForm visit={held.visit} cars={held.cars} onBack={end} />}
      {held && isCancelling && <CancelVisit held={held} onEnd={end} />}
      {held && !isBusy && (
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
          <VisitActions {...{ visit: held.visit, mayCorrect, mayCancel, restore, begin }} />
        </>
      )}
    </aside>
  );
}

interface ActionsProps {
  readonly visit: HeldVisit['visit'];
  readonly mayCorrect: ReturnType<typeof useMayCorrect>;
  readonly mayCancel: boolean;
  readonly restore: (() => void) | null;
  readonly begin: (task: Task) => void;
}

function VisitActions({ visit, mayCorrect, mayCancel, restore, begin }: ActionsProps) {
  const { t } = useTranslation();
  const button = { variant: 'default', size: 'md', fullWidth: true } as const;
  return (
    <div className={classes.panelActions}>
      {visit.leftAt === null && visit.cancelledAt === null && (
        <Button component={Link} to={`/reception?visit=${visit.id}`} {...button}>
          {t('register.visit.openInReception')}
        </Button>
      )}
      {mayCorrect === null ? (
        <Button {...button} onClick={() => begin('correct')} rightSection={<kbd>E</kbd>}>
          {t('register.visit.correct')}
        </Button>
      ) : (
        mayCorrect && <p className={classes.hint}>{mayCorrect}</p>
      )}
      {mayCancel && (
        <Button {...button} onClick={() => begin('cancel')} rightSection={<kbd>U</kbd>}>
          {t('reception.cancel.button')}
        </Button>
      )}
      {restore && (
        <Button {...button} onClick={restore} rightSection={<kbd>U</kbd>}>
          {t('register.visit.restore')}
        </Button>
      )}
    </div>
  );
}

/** Null where there is nothing to restore, or not by this person. */
function useRestore(held: HeldVisit | null | undefined): (() => void) | null {
  const person = usePerson();
  const nameOf = useGuestName();
  const restore = useRestoreCheckIn();
  const cancelledAt = held?.visit.cancelledAt ?? null;
  if (!held || cancelledAt === null || !person || !rolesAllow(person.roles, 'reception.use')) return null;
  const name = nameOf(held.visit, held.guestCard, held.seat);
  return () => void restore({ visitId: held.visit.id, name, cancelledAt });
}

function CancelVisit({ held, onEnd }: { readonly held: HeldVisit; readonly onEnd: () => void }) {
  const nameOf = useGuestName();
  const { visit, servings, joined } = held;
  const name = nameOf(visit, held.guestCard, held.seat);
  const cups = servings.reduce((sum, { quantity }) => sum + quantity, 0);
  return <CancelCheckIn {...{ visit, name, cups, onEnd }} hasJoined={joined.length > 0} />;
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
  const partyName = usePartyName();
  const place = seat && [area ? nameIn(i18n.language, area) : '', seat.name].join(' ').trim();
  function leftWords(): string {
    if (visit.leftAt !== null) return moment(visit.leftAt);
    return visit.cancelledAt === null ? t('register.visit.notLeft') : t('register.table.undone');
  }
  const facts = [
    ['purpose', t(`reception.purposes.${visit.purpose}`)],
    ['partySize', guestsWords(t, peopleWith(visit))],
    ['arrivedAt', moment(visit.arrivedAt)],
    ['leftAt', leftWords()],
    ['joinedVisitId', held.host ? partyName(held.host) : ''],
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

function usePartyName(): (visit: HeldVisit['visit']) => string {
  const nameOf = useGuestName();
  return (visit) => nameOf(visit, null, null);
}

function Timeline({ held: { visit, servings, calls, host, joined, menu } }: { readonly held: HeldVisit }) {
  const { t, i18n } = useTranslation();
  const nameOf = useStaffNames();
  const moment = useMoments(visit.arrivedAt);
  const partyName = usePartyName();
  const events = [
    { key: 'came', at: visit.arrivedAt, what: t('register.visit.came'), by: visit.receivedBy },
    ...servings.map(({ id, servedAt, servedBy, menuItemId, quantity }) => {
      const item = menu.find((one) => one.id === menuItemId);
      const words = { drink: item ? nameIn(i18n.language, item) : '—', count: quantity };
      return { key: id, at: servedAt, what: t('reception.party.served', words), by: servedBy };
    }),
    ...calls.flatMap(({ call, came }) => {
      const words = { role: t(`visits.roles.${call.role}`), name: call.name };
      return [
        { key: call.id, at: call.calledAt, what: t('visits.calls.called', words), by: call.calledBy },
        ...(came
          ? [{ key: came.id, at: came.calledAt, what: t('visits.calls.came', words), by: came.calledBy }]
          : []),
      ];
    }),
    ...(visit.leftAt === null
      ? []
      : [
          {
            ...{ key: 'left', at: visit.leftAt, by: null },
            what: host ? t('visits.join.event', { party: partyName(host) }) : t('register.visit.left'),
          },
        ]),
    ...absencesOf(visit).flatMap(({ from, to }) => [
      { key: `out ${from}`, at: from, what: t('visits.away.steppedOut'), by: null },
      ...(to === null ? [] : [{ key: `back ${to}`, at: to, what: t('visits.away.cameBack'), by: null }]),
    ]),
    ...joined.map((one) => ({
      ...{ key: one.id, at: one.leftAt ?? one.arrivedAt, by: null },
      what: t('visits.join.came', { name: partyName(one), guests: guestsWords(t, peopleWith(one)) }),
    })),
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
