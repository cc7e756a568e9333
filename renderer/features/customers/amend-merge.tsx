/** A merge, or the undo of one, that was refused since somebody changed a record first: decided again on what stands now. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import type { Amendment } from '../../../shared/commands/amend-rejected.ts';
import type { CommandContext } from '../../../shared/commands/define.ts';
import { mergePatches, undoPatches } from '../../../shared/commands/merge-customers.ts';
import type { CustomerMerge } from '../../../shared/entities/customer-merge.ts';
import type { EntityName } from '../../../shared/entities/registry.ts';
import { chosenValue, fieldChoices, type MergeField } from '../../../shared/rules/merge-fields.ts';
import { sameJson } from '../../../shared/sync/wire/same-json.ts';
import type { RejectedChange } from '../../../shared/sync/device/device-store.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, usePerson } from '../../data/hooks.ts';
import shared from './customers.module.css';
import { toPicked, type MergeDraft, type Picked } from './merge-choice.ts';
import { MergeForm } from './merge-form.tsx';
import { useGuestRecord, type CustomerRecord } from './use-customer-record.ts';

interface Props {
  readonly change: RejectedChange;
  /** @param seen what the form showed @returns whether it is on its way */
  readonly onSend: (amendment: Amendment, seen: SeenVersions) => Promise<boolean>;
  readonly onBack: () => void;
}

export function AmendMerge({ change, onSend, onBack }: Props) {
  const { t } = useTranslation();
  const contextOf = useContextOf();
  const said = (change.patches[0]?.set ?? {}) as Partial<CustomerMerge>;
  const left = useGuestRecord(said.intoCardId ?? '');
  const right = useGuestRecord(said.guestCardId ?? '');
  if (left === undefined || right === undefined) return null;
  if (!left || !right) return <p>{t('status.rejected.rowMissing')}</p>;
  return (
    <>
      <p className={shared.formHint}>{t('merge.amend.explain')}</p>
      <MergeForm
        {...{ left, right, first: draftOf(change, left, right), onLeave: onBack }}
        onMerge={(input, _names, seen) =>
          onSend(
            ({ patches }, newId) =>
              mergePatches(input, contextOf(rowsOf(left, right)), patches[0]?.id ?? newId()),
            seen,
          )
        }
      />
    </>
  );
}

/** What was chosen: of each field the side whose value was sent. */
function draftOf({ patches }: RejectedChange, left: CustomerRecord, right: CustomerRecord): MergeDraft {
  const sent = (entity: EntityName) =>
    patches.find((patch) => patch.entity === entity && Object.keys(patch.set ?? {}).length > 0)?.set ?? {};
  const valueOf = (field: MergeField): unknown =>
    field === 'cardNote' ? sent('guestCard')['note'] : sent('customer')[field];
  const picked = fieldChoices(left, right).flatMap((choice): [MergeField, Picked][] => {
    const value = valueOf(choice.field);
    const side = choice.sides.find((one) => sameJson(chosenValue(choice, one), value));
    // What was not sent was left as it stood; what is empty there was not known of the other one by then.
    return [
      [
        choice.field,
        toPicked(
          side ?? (value === undefined && choice.proposed === 'both' ? 'kept' : choice.proposed),
          'left',
        ),
      ],
    ];
  });
  return { keep: 'left', picked: Object.fromEntries(picked) };
}

export function AmendUndoMerge({ change, onSend, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const contextOf = useContextOf();
  const mergeId = change.patches[0]?.id ?? '';
  const held = useLiveQuery(() => readMerge(db, mergeId), [db, mergeId]);
  if (!held) return null;
  const { merge, rows } = held;
  if (!merge) return <p>{t('status.rejected.rowMissing')}</p>;
  if (merge.withdrawnAt !== null) return <p>{t('merge.amend.settled')}</p>;

  async function send(made: LocalRow<'customerMerge'>) {
    const amendment: Amendment = () => {
      const undone = undoPatches({ ...made, mergeId }, contextOf(rows));
      return 'code' in undone ? undone : undone.patches;
    };
    const seen = Object.fromEntries([...rows.values()].map(({ id, rowVersion }) => [id, rowVersion]));
    if (await onSend(amendment, seen)) onBack();
  }
  return (
    <>
      <p className={shared.formHint}>{t('merge.amend.undoExplain')}</p>
      <div className={shared.formActions}>
        <Button onClick={() => void send(merge)} data-autofocus autoFocus>
          {t('merge.amend.undo')}
        </Button>
      </div>
    </>
  );
}

type Rows = ReadonlyMap<string, { readonly id: string; readonly rowVersion: number }>;

async function readMerge(db: DeskDatabase, mergeId: string) {
  const merge = await db.customerMerge.get(mergeId);
  const rows = new Map<string, { readonly id: string; readonly rowVersion: number }>();
  if (!merge) return { merge: null, rows };
  const { guestCardId, intoCardId, customerId, intoCustomerId } = merge;
  const [values, cards, customers] = await Promise.all([
    db.mergeValues.get(mergeId),
    db.guestCard.bulkGet([intoCardId, guestCardId]),
    db.customer.bulkGet([intoCustomerId, customerId].flatMap((id) => id ?? [])),
  ]);
  rows.set(`customerMerge ${mergeId}`, merge);
  if (values) rows.set(`mergeValues ${mergeId}`, values);
  for (const card of cards) if (card) rows.set(`guestCard ${card.id}`, card);
  for (const customer of customers) if (customer) rows.set(`customer ${customer.id}`, customer);
  return { merge, rows };
}

function rowsOf(...records: readonly CustomerRecord[]): Rows {
  const rows = new Map<string, { readonly id: string; readonly rowVersion: number }>();
  for (const { card, customer } of records) {
    rows.set(`guestCard ${card.id}`, card);
    if (customer) rows.set(`customer ${customer.id}`, customer);
  }
  return rows;
}

/** What a command sees: the rows that the form showed, as of now and by whom. */
function useContextOf(): (rows: Rows) => Pick<CommandContext, 'row' | 'found' | 'now' | 'actor'> {
  const desk = useDesk();
  const deviceId = useDevice()?.deviceId ?? '';
  const actor = usePerson()?.id ?? deviceId;
  return (rows) => ({
    actor,
    now: desk.now(),
    row: (entity, id) => rows.get(`${entity} ${id}`) as never,
    found: () => [],
  });
}
