/** How far what was brought has come; once it has arrived, counts and checksums beside the server's. */
import { Button, NativeSelect } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Station } from '../../../shared/entities/stations.ts';
import type { JoinedRecord } from '../../../shared/sync/device/device-store.ts';
import { joinChangeName } from '../../../shared/commands/join-change-name.ts';
import type { Compared } from '../../data/alone/compare-with-site.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, useRejectedChanges } from '../../data/hooks.ts';
import { errorText } from '../../ui/error-words.ts';
import tables from '../../ui/table.module.css';
import frame from '../frame.module.css';
import classes from '../pages.module.css';
import { GiveUpJoining } from './give-up-joining.tsx';
import { TimeLeft } from './time-left.tsx';

export function JoinedPanel() {
  const { db } = useDesk();
  const joined = useLiveQuery(async () => {
    const row = await db.meta.get('device');
    return row?.key === 'device' ? row.value.joined : undefined;
  }, [db]);
  return joined ? <Joined joined={joined} /> : null;
}

const sumOf = (brought: JoinedRecord['brought']) =>
  Object.values(brought).reduce((sum, rows) => sum + rows, 0);

function Joined({ joined }: { readonly joined: JoinedRecord }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const waiting = useLiveQuery(
    () => db.outbox.where('localSeq').belowOrEqual(joined.lastSeq).count(),
    [db, joined.lastSeq],
  );
  const refused = (useRejectedChanges() ?? []).filter(({ name }) => name === joinChangeName).length;
  if (waiting === undefined) return null;
  return (
    <section className={classes.panel} aria-labelledby="alone-joined">
      <h2 id="alone-joined">{waiting === 0 ? t('alone.join.arrived') : t('alone.join.arriving')}</h2>
      {refused > 0 && (
        <p className={classes.error} role="alert">
          {t('alone.join.refused', { count: refused })}
        </p>
      )}
      {waiting === 0 ? <Comparison joined={joined} /> : <Arriving waiting={waiting} joined={joined} />}
    </section>
  );
}

interface ArrivingProps {
  /** Changes. */
  readonly waiting: number;
  readonly joined: JoinedRecord;
}

function Arriving({ waiting, joined }: ArrivingProps) {
  const { t } = useTranslation();
  const [first] = useState(waiting);
  const total = sumOf(joined.brought);
  // Rows are counted by share, for changes have about as many.
  const left = Math.min(total, Math.round((waiting * total) / Math.max(joined.changes ?? first, 1)));
  return (
    <>
      <TimeLeft label={t('alone.join.arriving')} left={left} total={total} />
      <p className={classes.text}>{t('alone.join.work')}</p>
      <GiveUpJoining />
    </>
  );
}

function Comparison({ joined }: { readonly joined: JoinedRecord }) {
  const { t } = useTranslation();
  const { compared, problem, isBusy, compare } = useComparison();
  const isEqual = compared?.every((one) => one.isEqual) === true;
  return (
    <>
      {problem !== null && (
        <p className={classes.hint} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      {compared && (
        <>
          <p role="status" className={isEqual ? undefined : classes.hint}>
            {isEqual ? t('alone.join.allEqual') : t('alone.join.notEqual')}
          </p>
          <ComparedTable compared={compared} brought={joined.brought} />
        </>
      )}
      <div className={classes.actions}>
        <Button variant="default" size="md" loading={isBusy} onClick={compare}>
          {t('alone.join.compare')}
        </Button>
      </div>
      {isEqual && <Settling />}
    </>
  );
}

/** It joined as an office, which alone may bring everything; where it really stands only a person knows. */
const offered = ['bar', 'callback', 'office'] as const satisfies readonly Station[];

function Settling() {
  const { t } = useTranslation();
  const { alone } = useDesk();
  const device = useDevice();
  const [station, setStation] = useState<Station | null>(null);
  const [isWanted, setWanted] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Moved already, by this page before it was closed or by the administrator.
  const isOffice = device?.station === 'office';
  async function close() {
    const chosen = isOffice ? station : device?.station;
    setWanted(!chosen);
    if (!chosen) return;
    setBusy(true);
    const result = await alone.closeJoined(chosen);
    setBusy(false);
    setProblem(result.ok ? null : result.error.code);
  }
  return (
    <>
      {problem !== null && (
        <p className={classes.error} role="alert">
          {errorText(t, problem)}
        </p>
      )}
      <div className={classes.row}>
        {isOffice && (
          <NativeSelect
            label={t('alone.join.station')}
            description={t('alone.join.stationHint')}
            value={station ?? ''}
            onChange={({ currentTarget: { value } }) => setStation(value === '' ? null : (value as Station))}
            data={[
              { value: '', label: t('alone.join.stationUnchosen') },
              ...offered.map((value) => ({ value, label: t(`frame.stations.${value}`) })),
            ]}
            error={isWanted && station === null && t('alone.join.stationWanted')}
          />
        )}
        <Button size="md" loading={isBusy} onClick={() => void close()}>
          {t('alone.join.close')}
        </Button>
      </div>
    </>
  );
}

/** Compared once by itself, as soon as all has arrived and was pulled. */
function useComparison() {
  const { alone, db } = useDesk();
  const [compared, setCompared] = useState<readonly Compared[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isCovered = useLiveQuery(async () => {
    const row = await db.meta.get('device');
    const isWhole = row?.key === 'device' && row.value.wholeTo !== undefined;
    return isWhole && (await db.acknowledged.count()) === 0;
  }, [db]);
  async function ask() {
    setBusy(true);
    const result = await alone.compare();
    setBusy(false);
    setProblem(result.ok ? null : result.error.code);
    if (result.ok) setCompared(result.value);
  }
  const isWanted = isCovered === true && compared === null && problem === null;
  useEffect(() => {
    if (isWanted) void ask();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isWanted]);
  return { compared, problem, isBusy, compare: () => void ask() };
}

interface TableProps {
  readonly compared: readonly Compared[];
  readonly brought: JoinedRecord['brought'];
}

function ComparedTable({ compared, brought }: TableProps) {
  const { t } = useTranslation();
  const verdict = ({ isEqual }: Compared) =>
    isEqual === null ? t('alone.join.moving') : isEqual ? t('alone.join.equal') : t('alone.join.differs');
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th>{t('alone.join.columns.what')}</th>
          <th>{t('alone.join.columns.brought')}</th>
          <th>{t('alone.join.columns.own')}</th>
          <th>{t('alone.join.columns.theirs')}</th>
          <th>{t('alone.join.columns.sum')}</th>
        </tr>
      </thead>
      <tbody>
        {compared
          .filter(({ own, theirs }) => own > 0 || theirs > 0)
          .map((one) => (
            <tr key={one.entity}>
              <td>{t(`status.entities.${one.entity}`)}</td>
              <td>{brought[one.entity] ?? '–'}</td>
              <td>{one.own}</td>
              <td>{one.theirs}</td>
              <td className={one.isEqual === false ? frame.bad : undefined}>{verdict(one)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
