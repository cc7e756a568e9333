/** A drink of the menu: a new one, or one that is there. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { amendDrink } from '../../shared/commands/amend-rejected.ts';
import { drinkInput } from '../../shared/commands/menu.ts';
import type { MenuItem } from '../../shared/entities/site.ts';
import { ingredientLines, mostIngredients, readIngredients } from '../../shared/rules/ingredients.ts';
import type { LocalRow } from '../data/database.ts';
import { useRecordDraft } from '../data/use-record-draft.ts';
import { amendingForm, saidValues, type Amending } from '../records/amending.ts';
import { nameIn } from '../records/name-in.ts';
import { ArrangedForm, RowActions } from './arranged-form.tsx';
import pages from './pages.module.css';
import { editedOf, useChecked } from './use-checked.ts';
import { positionAfter } from './use-edit-tools.ts';
import type { MenuEdits } from './use-menu-edits.ts';

interface Props {
  readonly menu: readonly LocalRow<'menuItem'>[];
  readonly edits: MenuEdits;
  readonly onClose: () => void;
  /** Absent for a new one. */
  readonly drink?: LocalRow<'menuItem'>;
  /** Where a rejected change is put right. */
  readonly amending?: Amending | undefined;
}

const drinkValues = (drink: Partial<MenuItem> | undefined) => ({
  name: drink?.name ?? '',
  nameEn: drink?.nameEn ?? '',
  kind: drink?.kind ?? 'tea',
  ingredients: ingredientLines(drink?.ingredients ?? []),
});

export function DrinkForm({ drink, menu, edits, onClose, amending }: Props) {
  const { t, i18n } = useTranslation();
  const draft = useRecordDraft(
    amending ? amendingForm(amending) : `menu-${drink?.id ?? 'new'}`,
    drinkValues(drink),
    drink?.rowVersion ?? 0,
    amending && saidValues(amending, 'menuItem', drinkValues),
  );
  const { shown, set } = draft;
  const { problems, checked } = useChecked(
    drinkInput.safeParse({
      ...{ ...shown, name: shown.name.trim(), nameEn: shown.nameEn.trim() || null },
      ingredients: readIngredients(shown.ingredients),
    }),
  );
  async function save() {
    const read = checked();
    if (!read) return false;
    if (amending) return amending.onSend(amendDrink(drink ? (editedOf(draft, read) ?? {}) : read));
    if (!drink) return edits.add(read, positionAfter(menu));
    const changed = editedOf(draft, read);
    return !changed || edits.edit(drink, changed, draft.version);
  }
  return (
    <ArrangedForm
      title={
        drink ? t('settings.menu.drinkTitle', { name: nameIn(i18n.language, drink) }) : t('settings.menu.add')
      }
      onSave={save}
      onLeave={onClose}
      onDrop={draft.drop}
      submitWord={amending && t('status.rejected.send')}
      actions={
        drink &&
        !amending && (
          <RowActions
            rows={menu}
            row={drink}
            words={[t('settings.floor.earlierSeat'), t('settings.floor.laterSeat')]}
            onStep={(by) => void edits.step(drink.id, by)}
            onOutOfUse={(outOfUse) => edits.setOutOfUse(drink, outOfUse)}
            onDone={onClose}
          />
        )
      }
    >
      <TextInput
        label={t('settings.menu.name')}
        value={shown.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.has('name') && t('settings.menu.errors.name')}
      />
      <TextInput
        label={t('settings.floor.areaNameEn')}
        value={shown.nameEn}
        onChange={(event) => set({ nameEn: event.currentTarget.value })}
        error={problems.has('nameEn') && t('settings.floor.errors.nameEn')}
      />
      <NativeSelect
        label={t('records.fields.kind')}
        value={shown.kind}
        onChange={(event) => set({ kind: event.currentTarget.value as MenuItem['kind'] })}
        data={drinkInput.shape.kind.options.map((value) => ({ value, label: t(`records.kinds.${value}`) }))}
      />
      <Textarea
        label={t('settings.menu.ingredients')}
        description={t('settings.menu.ingredientsHint')}
        value={shown.ingredients}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={3}
        maxLength={400}
        onChange={(event) => set({ ingredients: event.currentTarget.value })}
        error={
          problems.has('ingredients') && t('settings.menu.errors.ingredients', { most: mostIngredients })
        }
      />
      <SameName name={shown.name.trim()} {...{ drink, menu }} />
    </ArrangedForm>
  );
}

interface SameNameProps extends Pick<Props, 'menu'> {
  readonly name: string;
  readonly drink: Props['drink'];
}

/** Who is asked for `绿茶` should find one. */
function SameName({ name, drink, menu }: SameNameProps) {
  const { t } = useTranslation();
  const isTaken = menu.some(
    (one) => one.id !== drink?.id && !one.outOfUse && one.name.toLowerCase() === name.toLowerCase(),
  );
  if (!isTaken) return null;
  return (
    <p className={pages.hint} role="status">
      {t('settings.menu.sameName', { name })}
    </p>
  );
}
