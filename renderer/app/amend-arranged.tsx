/** The forms of areas, seats and drinks, opened with what a rejected change said, so that it can be put right and sent. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../data/desk-context.tsx';
import type { Amending } from '../records/amending.ts';
import { DrinkForm } from './drink-form.tsx';
import { AreaForm, SeatForm } from './floor-forms.tsx';
import { useFloorEdits } from './use-floor-edits.ts';
import { useHouse } from './use-house.ts';
import { readMenu, useMenuEdits } from './use-menu-edits.ts';

interface Props {
  readonly amending: Amending;
  /** What was typed stays for the next time. */
  readonly onBack: () => void;
}

export function AmendArranged({ amending, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const house = useHouse();
  const menu = useLiveQuery(() => readMenu(db), [db]);
  const [edits, menuEdits] = [useFloorEdits(), useMenuEdits()];
  const [patch] = amending.change.patches;
  if (!house || !menu || !patch) return null;
  const isNew = patch.op === 'create';
  const form = { amending, onClose: onBack };
  const missing = <p>{t('status.rejected.rowMissing')}</p>;
  const ofId = ({ id }: { readonly id: string }) => id === patch.id;
  if (patch.entity === 'menuItem') {
    const drink = menu.find(ofId);
    if (isNew) return <DrinkForm {...{ ...form, menu }} edits={menuEdits} />;
    return drink ? <DrinkForm {...{ ...form, menu, drink }} edits={menuEdits} /> : missing;
  }
  if (patch.entity === 'area') {
    const area = house.areas.find(ofId);
    if (isNew) return <AreaForm {...{ ...form, house, edits }} />;
    return area ? <AreaForm {...{ ...form, house, edits, area }} /> : missing;
  }
  const seat = house.seats.find(ofId);
  const areaId = seat?.areaId ?? (patch.set?.['areaId'] as string | undefined) ?? '';
  if (isNew) return <SeatForm {...{ ...form, house, edits, areaId }} />;
  return seat ? <SeatForm {...{ ...form, house, edits, areaId, seat }} /> : missing;
}
