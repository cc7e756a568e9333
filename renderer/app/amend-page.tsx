/** A rejected change in the form it came from; the address keeps it, and the form its draft, over a reload. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import type { RejectedChange } from '../../shared/sync/device/device-store.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSettings } from '../data/hooks.ts';
import { AmendMerge, AmendUndoMerge } from '../features/customers/amend-merge.tsx';
import { AmendCustomer, AmendGuestNote, AmendVehicle } from '../features/customers/amend-records.tsx';
import { AmendArrival, AmendVisit } from '../features/reception/amend-forms.tsx';
import { AmendPreference } from '../records/amend-preference.tsx';
import { changeTitle, reasonWords } from '../records/change-words.ts';
import { useGo } from '../ui/use-go.ts';
import { useOnce } from '../ui/use-once.ts';
import { AmendArranged } from './amend-arranged.tsx';
import { amendableName } from './amendable.ts';
import { ChangeLines } from './change-lines.tsx';
import classes from './pages.module.css';
import { AmendSiteSettings } from './site-settings-panel.tsx';
import { useResubmit } from './use-resubmit.ts';

export function AmendPage() {
  const { t } = useTranslation();
  const { db } = useDesk();
  const { opId = '' } = useParams();
  const found = useLiveQuery(async () => ({ change: await db.attention.get(opId) }), [db, opId]);
  if (!found) return null;
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>{t('status.rejected.editTitle')}</h1>
        <Button component={Link} to="/status" variant="default">
          {t('status.rejected.toList')}
        </Button>
      </div>
      {found.change ? <AmendPanels change={found.change} /> : <p>{t('status.rejected.settled')}</p>}
    </main>
  );
}

function AmendPanels({ change }: { readonly change: RejectedChange }) {
  const { t } = useTranslation();
  return (
    <div className={classes.amend}>
      <section className={classes.panel}>
        <h2>{changeTitle(t, change.name)}</h2>
        <p className={classes.error}>
          {t('common.labelled', { label: t('status.rejected.reason'), value: reasonWords(t, change) })}
        </p>
        <p className={classes.text}>{t('status.rejected.content')}</p>
        <div>
          <ChangeLines patches={change.patches} />
        </div>
      </section>
      <section className={classes.panel}>
        <AmendForm change={change} />
      </section>
    </div>
  );
}

function AmendForm({ change }: { readonly change: RejectedChange }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const go = useGo();
  const resubmit = useResubmit();
  const once = useOnce();
  const settings = useSettings();
  const [patch] = change.patches;
  const visit = useLiveQuery(async () => ({ row: await db.visit.get(patch?.id ?? '') }), [db, patch?.id]);
  const back = () => go('/status');

  // A key pressed twice is sent once.
  const send = (amendment: Amendment, seen?: SeenVersions) =>
    once(() => resubmit(change.opId, amendment, seen));
  async function sendAndLeave(amendment: Amendment, seen?: SeenVersions) {
    const isSent = await send(amendment, seen);
    if (isSent) back();
    return isSent;
  }
  const amending = { change, onSend: send };
  switch (amendableName(change.name)) {
    case 'checkInVisitor':
    case 'registerCustomer':
      return <AmendArrival change={change} onSend={sendAndLeave} onBack={back} />;
    case 'editVisit':
      if (!visit) return null;
      if (!visit.row) return <p>{t('status.rejected.rowMissing')}</p>;
      return <AmendVisit change={change} visit={visit.row} onSend={send} onBack={back} />;
    case 'updateSiteSettings':
      return settings ? (
        <AmendSiteSettings
          opId={change.opId}
          set={patch?.set ?? {}}
          settings={settings}
          onSend={sendAndLeave}
        />
      ) : null;
    case 'mergeCustomers':
      return <AmendMerge change={change} onSend={sendAndLeave} onBack={back} />;
    case 'undoMerge':
      return <AmendUndoMerge change={change} onSend={send} onBack={back} />;
    case 'recordPreference':
    case 'changePreference':
      return <AmendPreference amending={amending} onBack={back} />;
    case 'editCustomer':
      return <AmendCustomer amending={amending} onBack={back} />;
    case 'editGuestNote':
      return <AmendGuestNote amending={amending} onBack={back} />;
    case 'registerVehicle':
    case 'editVehicle':
      return <AmendVehicle amending={amending} onBack={back} />;
    case null:
      return null;
    default:
      return <AmendArranged amending={amending} onBack={back} />;
  }
}
