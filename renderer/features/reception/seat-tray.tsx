/** While a card is dragged: the seats of the house, the free ones marked, to let it go on. By keys it is `M`. */
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '../../records/name-in.ts';
import classes from './drag.module.css';
import { offeredSeats, partyTitle, seatName } from './names.ts';
import { useCardDrag, type Drag } from './use-card-drag.ts';
import type { Floor, Party } from './use-floor.ts';

interface Props {
  readonly board: RefObject<HTMLElement | null>;
  readonly floor: Floor;
  readonly onMove: (party: Party, seatId: string | null) => void;
}

export function SeatTray({ board, floor, onMove }: Props) {
  const drag = useCardDrag(board, (visitId, over) => {
    const party = floor.parties.find(({ visit }) => visit.id === visitId);
    const seatId = seatOf(floor, over);
    if (party && seatId !== undefined && seatId !== party.visit.seatId) onMove(party, seatId);
  });
  const party = floor.parties.find(({ visit }) => visit.id === drag?.visitId);
  return drag && party ? <Tray {...{ drag, party, floor }} /> : null;
}

/** `seat …`, `area …`: its first free one; `none`. Undefined where that is full by now. */
function seatOf(floor: Floor, drop: string): string | null | undefined {
  if (drop === 'none') return null;
  const [kind, id = ''] = drop.split(' ');
  return kind === 'seat' ? id : freeIn(floor, id)?.id;
}

function freeIn(floor: Floor, areaId: string) {
  return offeredSeats(floor, null).find(
    (seat) => seat.areaId === areaId && onSeat(floor, seat.id).length === 0,
  );
}

const onSeat = ({ parties }: Floor, seatId: string) => parties.filter(({ visit }) => visit.seatId === seatId);

interface TrayProps {
  readonly drag: Drag;
  readonly party: Party;
  readonly floor: Floor;
}

function Tray({ drag, party, floor }: TrayProps) {
  const { t, i18n } = useTranslation();
  const offered = offeredSeats(floor, party.visit.seatId);
  const areas = floor.areas.filter((area) => offered.some(({ areaId }) => areaId === area.id));
  const seatId = drag.over === null ? undefined : seatOf(floor, drag.over);
  const seat = floor.seats.find(({ id }) => id === seatId);
  const place =
    seatId === null ? t('reception.checkIn.noSeat') : seat && seatName(floor, i18n.language, seat);
  return (
    <>
      <div className={classes.tray} data-above={drag.isFromBelow || undefined} aria-hidden>
        <p>{place === undefined ? t('visits.drag.hint') : t('visits.drag.to', { place })}</p>
        <div className={classes.areas}>
          {areas.map((area) => (
            <AreaPlaces
              key={area.id}
              {...{ drag, party, floor }}
              areaId={area.id}
              title={nameIn(i18n.language, area)}
              seats={offered.filter(({ areaId }) => areaId === area.id)}
            />
          ))}
          {party.visit.seatId !== null && (
            <div className={classes.area} data-drop="none" data-over={drag.over === 'none' || undefined}>
              <b>{t('reception.checkIn.noSeat')}</b>
            </div>
          )}
        </div>
      </div>
      <div className={classes.ghost} style={{ transform: `translate(${drag.x}px, ${drag.y}px)` }} aria-hidden>
        {partyTitle(t, party)}
      </div>
    </>
  );
}

interface AreaProps extends TrayProps {
  readonly areaId: string;
  readonly title: string;
  readonly seats: Floor['seats'];
}

function AreaPlaces({ drag, party, floor, areaId, title, seats }: AreaProps) {
  const { t } = useTranslation();
  const free = freeIn(floor, areaId);
  const drop = `area ${areaId}`;
  return (
    <div className={classes.area} data-drop={free && drop} data-over={drag.over === drop || undefined}>
      <b>
        {title}{' '}
        <small>{free ? t('visits.drag.firstFree', { seat: free.name }) : t('visits.drag.full')}</small>
      </b>
      <div className={classes.seats}>
        {seats.map(({ id, name }) => {
          const others = onSeat(floor, id).filter(({ visit }) => visit.id !== party.visit.id);
          const isOwn = id === party.visit.seatId;
          return (
            <span
              key={id}
              className={classes.seat}
              data-drop={isOwn ? undefined : `seat ${id}`}
              data-own={isOwn || undefined}
              data-free={(others.length === 0 && !isOwn) || undefined}
              data-over={drag.over === `seat ${id}` || (drag.over === drop && free?.id === id) || undefined}
            >
              {name} <small>{others.map((other) => other.name).join(t('common.listSeparator'))}</small>
            </span>
          );
        })}
      </div>
    </div>
  );
}
