import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditVisitInput, VisitEdit } from '../../../shared/commands/party.ts';
import type { Fields } from '../../../shared/entities/registry.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTimeZone } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import { useMoment } from '../../records/use-moment.ts';
import { KeyForm } from '../../ui/key-form.tsx';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import { EditFields } from './edit-party-fields.tsx';
import { editProblems, shownValues, toEdit, toValues, type EditValues } from './edit-party-values.ts';
import classes from './form.module.css';
import warningClasses from './warnings.module.css';

interface Props {
  readonly visit: LocalRow<'visit'>;
  /** The party's. */
  readonly name: string;
  /** How many stand with them who joined: of those their own visits tell. */
  readonly besides?: number;
  readonly onBack: () => void;
  readonly onSave: (input: EditVisitInput, seen: SeenVersions) => Promise<boolean>;
  /** Brings a party back that was seen off meanwhile, with the edit. Without it the edit alone is sent. */
  readonly onRestore?: (edit: VisitEdit, seen: SeenVersions) => Promise<boolean>;
  /** An edit that the server rejected: the form opens with what it said, and sends all of that again. */
  readonly rejected?: { readonly opId: string; readonly set: Partial<Fields<'visit'>> };
}

interface Draft {
  /** As the form showed them at first: what was left as it was is not sent. */
  readonly opened: EditValues;
  readonly values: EditValues;
  /** Of the row when the form was opened: what came later was not seen. */
  readonly version: number;
}

export function EditPartyForm({ visit, name, besides = 0, onBack, onSave, onRestore, rejected }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const timeZone = useTimeZone();
  const [draft, keep] = useDraft<Draft>(rejected ? `amend-${rejected.opId}` : `edit-visit-${visit.id}`);
  const [isTried, setTried] = useState(false);
  const isSaving = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);
  const current = toValues(visit, timeZone);
  const [first] = useState({
    opened: current,
    values: toValues({ ...visit, ...rejected?.set }, timeZone),
    version: visit.rowVersion,
  });
  const { opened, values, version } = draft ?? first;
  const shown = shownValues(values, opened, current);
  const set = (change: Partial<EditValues>) => keep({ opened, version, values: { ...values, ...change } });
  const clock = { now: desk.now(), timeZone };
  const isGone = onRestore !== undefined && (visit.leftAt !== null || visit.cancelledAt !== null);

  function end() {
    keep(null);
    onBack();
  }
  async function save(onto: (edit: VisitEdit, seen: SeenVersions) => Promise<boolean>) {
    setTried(true);
    toFirstWrong();
    if (isSaving.current || Object.keys(editProblems(shown)).length > 0) return;
    isSaving.current = true;
    const edit = toEdit({ values, opened, visit, resent: rejected?.set }, clock);
    const isSaved = await onto(edit, { [visit.id]: version });
    isSaving.current = false;
    if (isSaved) end();
  }
  function onSubmit() {
    // Who left is not brought back by a key that was meant to save.
    if (!isGone) void save((edit, seen) => onSave({ ...edit, visitId: visit.id }, seen));
  }
  return (
    <KeyForm
      ref={form}
      className={classes.form}
      onSubmit={onSubmit}
      onLeave={onBack}
      label={t('reception.party.edit')}
    >
      {isGone && <GoneNotice visit={visit} name={name} now={clock.now} />}
      <EditFields
        {...{ values, opened, current, shown, visit, clock, besides, set }}
        problems={isTried ? editProblems(shown) : {}}
      />
      <div className={`${classes.formActions} ${classes.editActions}`}>
        <Button variant="default" size="md" onClick={end}>
          {t('common.cancel')}
        </Button>
        {!isGone && (
          <Button type="submit" size="md" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
            {t('common.save')}
          </Button>
        )}
        {isGone && visit.cancelledAt === null && (
          <Button size="md" onClick={() => void save(onRestore)}>
            {t('reception.party.form.restoreAndSave')}
          </Button>
        )}
      </div>
    </KeyForm>
  );
}

interface GoneProps {
  readonly visit: LocalRow<'visit'>;
  readonly name: string;
  readonly now: number;
}

function GoneNotice({ visit, name, now }: GoneProps) {
  const { t } = useTranslation();
  const moment = useMoment();
  return (
    <p className={warningClasses.warning} role="alert">
      {visit.cancelledAt === null && visit.leftAt !== null
        ? t('reception.party.form.left', { name, time: moment(visit.leftAt, now) })
        : t('reception.party.form.cancelled', { name })}
    </p>
  );
}
