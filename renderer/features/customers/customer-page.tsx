/** All that this desk holds of one customer; edited in its place, and the address says what is being edited. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { usePerson } from '../../data/hooks.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import type { RecordAddress } from '../../records/use-conflicts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { CustomerData } from './customer-data.tsx';
import { CustomerForm } from './customer-form.tsx';
import classes from './customers.module.css';
import { GuestHints } from './guest-hints.tsx';
import { NoteForm } from './note-form.tsx';
import { PrintRecord } from './print-record.tsx';
import { useCustomerRecord, type CustomerRecord } from './use-customer-record.ts';
import { useRecordTask } from './use-record-task.ts';
import { useWayBack } from './use-way-back.ts';
import { VehiclesPanel } from './vehicles-panel.tsx';
import { PreferencesPanel } from './preferences-panel.tsx';
import { VisitsPanel } from './visits-panel.tsx';
import { WaitingEdits } from './waiting-edits.tsx';

export function CustomerPage() {
  const { t } = useTranslation();
  const { guestCardId = '' } = useParams();
  const record = useCustomerRecord(guestCardId);
  const back = useWayBack();
  if (record === undefined) return <main className={classes.page} />;
  if (record) return <Record key={guestCardId} record={record} />;
  return (
    <main className={classes.page}>
      <p role="status">{t('customers.record.missing')}</p>
      <div>
        <Button variant="default" onClick={back}>
          {t('common.back')}
        </Button>
      </div>
    </main>
  );
}

function Record({ record }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const { card, customer } = record;
  const back = useWayBack();
  const roles = usePerson()?.roles ?? [];
  const mayEdit = rolesAllow(roles, 'guests.edit');
  const { task, begin, end } = useRecordTask(mayEdit);
  const mayRecord = rolesAllow(roles, 'reception.use');
  const editData = () => begin(customer ? 'customer' : 'note');
  useKeys([
    { keys: 'Escape', label: t('common.back'), run: task === null ? back : end },
    ...(mayEdit && task === null
      ? [
          { keys: 'e', label: t('customers.keys.edit'), run: editData },
          { keys: 'n', label: t('customers.keys.newCar'), run: () => begin('new-car') },
        ]
      : []),
    ...(mayEdit && mayRecord && task === null
      ? [{ keys: 'p', label: t('customers.keys.preferences'), run: () => begin('preferences') }]
      : []),
  ]);
  return (
    <main className={classes.page}>
      <div className={classes.head} data-record>
        <Button variant="default" onClick={back} rightSection={<kbd>{t('customers.keys.escape')}</kbd>}>
          {t('common.back')}
        </Button>
        <h1>{card.name}</h1>
        <span className={classes.hints}>
          <GuestHints {...card} />
        </span>
        {rolesAllow(roles, 'data.export') && <PrintRecord record={record} />}
      </div>
      <div className={classes.record}>
        <div className={classes.column}>
          <section className={classes.panel} aria-label={t('customers.record.data')}>
            {task === 'customer' && customer && <CustomerForm {...{ card, customer }} onEnd={end} />}
            {task === 'note' && <NoteForm card={card} onEnd={end} />}
            {task !== 'customer' && task !== 'note' && (
              <CustomerData record={record} onEdit={mayEdit && task === null ? editData : null} />
            )}
          </section>
          <VehiclesPanel {...{ record, task, begin, end, mayEdit }} />
        </div>
        <div className={classes.column}>
          <PreferencesPanel {...{ record, task, begin, end }} mayRecord={mayEdit && mayRecord} />
          <VisitsPanel record={record} />
          <WaitingEdits ids={recordsOf(record).map(({ id }) => id)} />
          <ConflictsOf records={recordsOf(record)} />
        </div>
      </div>
    </main>
  );
}

function recordsOf({ card, customer, vehicles, preferences }: CustomerRecord): RecordAddress[] {
  return [
    { entity: 'guestCard', id: card.id },
    ...(customer ? [{ entity: 'customer', id: customer.id } as const] : []),
    ...vehicles.map(({ id }) => ({ entity: 'vehicle', id }) as const),
    ...preferences.map(({ id }) => ({ entity: 'preference', id }) as const),
  ];
}
