import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { keyHintStore } from '../ui/key-hints.ts';
import { keyRegistry } from '../ui/use-keys.ts';
import classes from './frame.module.css';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Row {
  readonly keys: string;
  readonly label: string;
}

/** Every key of the screen where the person is: those that work now, and those that work once something is open. */
export function KeyList({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const bindings = useStore(keyRegistry, (state) => state.bindings);
  const groups = useStore(keyHintStore, (state) => state.groups);
  const isInGroup = ({ keys, label }: Row) =>
    groups.some((group) => group.keys.some((one) => one.keys === keys && one.label === label));
  // The latest binding of a key is the one that works.
  const working = bindings.filter(
    ({ keys }, index) => index === bindings.findLastIndex((one) => one.keys === keys),
  );
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      returnFocus={false}
      size={760}
      title={t('frame.keys.title')}
      closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
    >
      <div className={classes.keyColumns}>
        <KeyRows rows={working.filter((binding) => !isInGroup(binding))} />
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={classes.keyGroup}>{title}</h3>
            <KeyRows rows={keys} />
          </section>
        ))}
      </div>
    </Modal>
  );
}

function KeyRows({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl className={classes.keyTable}>
      {rows.map(({ keys, label }) => [
        <dt key={`${keys}${label}`}>{label}</dt>,
        <dd key={`${keys}${label}-key`}>
          <kbd>{keyWords(keys)}</kbd>
        </dd>,
      ])}
    </dl>
  );
}

function keyWords(keys: string): string {
  const named = keys
    .replace('mod+', 'Ctrl ')
    .replace('alt+', 'Alt ')
    .replace('Escape', 'Esc')
    .replace('ArrowRight', '→')
    .replace('ArrowLeft', '←')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑');
  return /^[a-z]$/.test(named) || named.includes(' ')
    ? named.replaceAll(/\b[a-z]\b/g, (letter) => letter.toUpperCase())
    : named;
}
