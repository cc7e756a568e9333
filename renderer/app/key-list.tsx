import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { keyRegistry } from '../ui/use-keys.ts';
import classes from './frame.module.css';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Every key that works where the person is now. */
export function KeyList({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const bindings = useStore(keyRegistry, (state) => state.bindings);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      returnFocus={false}
      title={t('frame.keys.title')}
      closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
    >
      <dl className={classes.keyTable}>
        {bindings.map(({ keys, label }) => [
          <dt key={`${keys}${label}`}>{label}</dt>,
          <dd key={`${keys}${label}-key`}>
            <kbd>{keyWords(keys)}</kbd>
          </dd>,
        ])}
      </dl>
    </Modal>
  );
}

function keyWords(keys: string): string {
  const named = keys
    .replace('mod+', 'Ctrl ')
    .replace('alt+', 'Alt ')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑');
  return /^[a-z]$/.test(named) || named.includes(' ')
    ? named.replaceAll(/\b[a-z]\b/g, (letter) => letter.toUpperCase())
    : named;
}
