/** A conflict as a sentence: who wrote what, who wrote what after it, and what stands (R4). */
import type { Conflict } from '../../shared/entities/conflict.ts';
import { clipped, differingWords, momentWords, type Speaker } from './field-words.ts';

/** Characters of a value within the sentence, and where it is named once more. */
const shown = 60;
const named = 16;

export interface ConflictWords {
  /** `14:02 吧台 陈静：“龙井” → 14:05 回访 王芳：“普洱”，保留后者` */
  readonly sentence: string;
  /** `回访 王芳` */
  readonly keptBy: string;
  readonly lost: string;
  readonly shortLost: string;
}

/** Rows of version 1 have no stations. */
type Told = Omit<Conflict, 'keptStation' | 'lostStation'> & Partial<Conflict>;

export function conflictWords(speaker: Speaker, conflict: Told): ConflictWords {
  const { t } = speaker;
  const { field } = conflict;
  const lost = differingWords(speaker, field, conflict.lost, conflict.kept);
  const kept = differingWords(speaker, field, conflict.kept, conflict.lost);
  const keptBy = sideWords(speaker, conflict.keptStation, conflict.keptActor);
  const sentence = t('records.conflict.sentence', {
    lostAt: momentWords(speaker, conflict.lostAt),
    lostBy: sideWords(speaker, conflict.lostStation, conflict.lostActor),
    lost: clipped(lost, shown),
    keptAt: momentWords(speaker, conflict.keptAt),
    keptBy,
    kept: clipped(kept, shown),
  });
  return { sentence, keptBy, lost, shortLost: clipped(lost, named) };
}

/** Station and person, as far as they are known: a desk with nobody signed in is its station alone. */
function sideWords(
  { t, nameOf }: Speaker,
  station: Conflict['keptStation'] | undefined,
  actor: string | null,
): string {
  const parts = [station ? t(`frame.stations.${station}`) : '', (actor && nameOf(actor)) ?? ''];
  return parts.filter((part) => part !== '').join(' ') || t('records.conflict.someone');
}

/** Whose edit was overruled, and by whom. @param personId who is signed in */
export function overruledWords(speaker: Speaker, conflict: Told, personId: string | null): string {
  const { t, nameOf } = speaker;
  const by = sideWords(speaker, conflict.keptStation, conflict.keptActor);
  if (conflict.lostActor !== null && conflict.lostActor === personId)
    return t('records.conflict.ofYours', { by });
  const name = conflict.lostActor === null ? null : nameOf(conflict.lostActor);
  return name === null ? t('records.conflict.ofDesk', { by }) : t('records.conflict.ofPerson', { name, by });
}
