/** Who joined the party: what must not be served to them stands here as on a card of their own. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { peopleWith } from '../../../shared/rules/party-people.ts';
import { guestsWords } from '../../records/guests-words.ts';
import classes from './calls.module.css';
import { GuestChips } from './guest-chips.tsx';
import type { PartyPanelProps } from './party-panel-props.ts';
import { useGuestFacts } from './use-guest-facts.ts';
import shared from './reception.module.css';

export function JoinedLines({ party, floor, turns }: PartyPanelProps) {
  const { t } = useTranslation();
  const facts = useGuestFacts(party.joined.flatMap(({ guestCard }) => guestCard?.id ?? []));
  if (party.joined.length === 0) return null;
  return (
    <ul className={classes.lines} aria-label={t('visits.join.list')}>
      {party.joined.map((joined) => {
        const { visit, name, guestCard } = joined;
        const theirs = guestCard ? facts.get(guestCard.id) : undefined;
        return (
          <li key={visit.id}>
            <span>
              {guestCard ? (
                <Link className={shared.recordLink} to={`/customers/${guestCard.id}`}>
                  {name}
                </Link>
              ) : (
                name
              )}{' '}
              {t('visits.join.line', { guests: guestsWords(t, peopleWith(visit)) })}
            </span>
            {visit.joinedVisitId === party.visit.id && (
              <button
                type="button"
                aria-label={t('visits.join.partName', { name })}
                onClick={() => void turns.part(joined)}
              >
                {t('visits.join.part')}
              </button>
            )}
            {theirs && (
              <span className={shared.chips}>
                <GuestChips facts={{ ...theirs, openVisitId: null }} floor={floor} />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
