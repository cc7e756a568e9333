/** What this installation does, whoever is signed in: in the desktop window alone. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../shared/ipc.ts';
import { rolesAllow } from '../../shared/rules/permissions.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { Surroundings } from '../data/bridge.ts';
import { usePerson } from '../data/hooks.ts';
import { showFailure } from '../ui/notices.ts';
import classes from './pages.module.css';
import { ReceiptPrinter } from './receipt-printer.tsx';

type Choices = CallAnswer<'windowChoices'>;

const names = ['notifyDue', 'closeToTray', 'lockWithComputer', 'kiosk'] as const satisfies (keyof Choices)[];
/** What keeps others off the desk is not for everybody to turn off. */
const guarded: readonly (keyof Choices)[] = ['lockWithComputer', 'kiosk'];

export function WindowPanel() {
  const { surroundings } = useBridge();
  return surroundings && <ChoicesOf surroundings={surroundings} />;
}

function ChoicesOf({ surroundings }: { readonly surroundings: Surroundings }) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayAll = person !== null && rolesAllow(person.roles, 'settings.edit');
  const [choices, setChoices] = useState<Choices | null>(null);
  useEffect(
    () => void surroundings.choices({}).then((answer) => answer.ok && setChoices(answer.value)),
    [surroundings],
  );
  if (choices === null) return null;
  async function turn(name: keyof Choices, isOn: boolean) {
    const answer = await surroundings.choices({ [name]: isOn });
    if (answer.ok) setChoices(answer.value);
    if (!answer.ok || answer.value[name] !== isOn) showFailure(t('shell.window.notKept'));
  }
  return (
    <section className={classes.panel}>
      <h2>{t('shell.window.title')}</h2>
      {names.map((name) => (
        <div key={name} className={classes.head}>
          <p className={classes.text} id={`window-${name}`}>
            {t(`shell.window.${name}`)}
          </p>
          <Button
            role="switch"
            aria-checked={choices[name]}
            aria-labelledby={`window-${name}`}
            variant={choices[name] ? 'filled' : 'default'}
            size="md"
            disabled={guarded.includes(name) && !mayAll}
            onClick={() => void turn(name, !choices[name])}
          >
            {t(choices[name] ? 'shell.window.on' : 'shell.window.off')}
          </Button>
        </div>
      ))}
      <ReceiptPrinter />
      {!mayAll && <p className={classes.text}>{t('shell.window.mayNot')}</p>}
    </section>
  );
}
