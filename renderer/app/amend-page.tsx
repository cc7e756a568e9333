/** A rejected change in the form it came from; the address keeps it, and the form its draft, over a reload. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import type { RejectedChange } from '../../shared/sync/device/device-store.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSettings } from '../data/hooks.ts';
import { AmendArrival, AmendVisit } from '../features/reception/amend-forms.tsx';
import { changeTitle, reasonWords } from '../records/change-words.ts';
import { useGo } from '../ui/use-go.ts';
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
  const settings = useSettings();
  const [patch] = change.patches;
  const visit = useLiveQuery(async () => ({ row: await db.visit.get(patch?.id ?? '') }), [db, patch?.id]);
  const back = () => go('/status');

  const send = (amendment: Amendment) => resubmit(change.opId, amendment);
  async function sendAndLeave(amendment: Amendment) {
    const isSent = await send(amendment);
    if (isSent) back();
    return isSent;
  }
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
    case null:
      return null;
  }
}
