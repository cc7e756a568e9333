import { Button, TextInput } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSavedViews } from '../../data/saved-views.ts';
import { showUndo } from '../../ui/notices.ts';
import classes from './customers.module.css';
import { listAddress, type ListView } from './list-address.ts';

interface Props {
  readonly view: ListView;
  readonly onShow: (address: string) => void;
}

/** Views that were saved. */
export function SavedViews({ view, onShow }: Props) {
  const { t } = useTranslation();
  const { views, save, remove } = useSavedViews();
  const address = listAddress(view);
  if (views.length === 0) return null;
  return (
    <div className={classes.views}>
      {views.map((one) => (
        <span key={one.name} className={classes.view} data-shown={one.address === address || undefined}>
          <button type="button" onClick={() => onShow(one.address)}>
            <IconBookmark aria-hidden size={16} />
            {one.name}
          </button>
          <button
            type="button"
            aria-label={t('customers.views.remove', { name: one.name })}
            onClick={() => {
              void remove(one.name);
              showUndo(t('customers.views.removed', { name: one.name }), () => void save(one));
            }}
          >
            <IconX aria-hidden size={16} />
          </button>
        </span>
      ))}
    </div>
  );
}

/** The way to save the view that is shown, where there is something to save; in the line of the field, so that no list moves. */
export function SaveView({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation();
  const { views, save } = useSavedViews();
  const [isNaming, setNaming] = useState(false);
  const address = listAddress(view);
  const isSaved = views.some((one) => one.address === address);
  if (isNaming)
    return (
      <NameForm
        onEnd={() => setNaming(false)}
        onSave={(name) => {
          void save({ name, address });
          setNaming(false);
        }}
      />
    );
  if (isSaved || address === '/customers') return null;
  return (
    <Button variant="subtle" px={8} onClick={() => setNaming(true)}>
      {t('customers.views.save')}
    </Button>
  );
}

interface NameFormProps {
  readonly onSave: (name: string) => void;
  readonly onEnd: () => void;
}

function NameForm({ onSave, onEnd }: NameFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') onSave(name.trim());
  }
  return (
    <form className={classes.nameForm} onSubmit={onSubmit} aria-label={t('customers.views.save')}>
      <TextInput
        aria-label={t('customers.views.name')}
        placeholder={t('customers.views.name')}
        value={name}
        maxLength={20}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) onEnd();
        }}
        data-autofocus
        autoFocus
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {t('common.save')}
      </Button>
      <Button variant="default" onClick={onEnd}>
        {t('common.cancel')}
      </Button>
    </form>
  );
}
