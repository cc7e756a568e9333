/** What this installation is to do, whoever is signed in: chosen in the settings, kept, and at once in force. */
import type { CallAnswer, CallArguments } from '../shared/ipc.ts';
import type { SettingsKeeper } from './kept-settings.ts';

export type Choices = CallAnswer<'windowChoices'>;

export interface WindowChoices {
  current(): Choices;
  /** @returns what holds now: as before where it cannot be kept */
  choose(change: CallArguments<'windowChoices'>[0]): Choices;
  /** @param listener hears every change */
  onChange(listener: (choices: Choices) => void): void;
}

/** @param isKioskGiven at the start: holds until somebody who may ends it */
export function createWindowChoices(keeper: SettingsKeeper, isKioskGiven: boolean): WindowChoices {
  let isGiven = isKioskGiven;
  let isEnded = false;
  const listeners: ((choices: Choices) => void)[] = [];
  function current(): Choices {
    const { lockWithComputer, notifyDue, closeToTray, kiosk } = keeper.current();
    return { lockWithComputer, notifyDue, closeToTray, kiosk: (kiosk && !isEnded) || isGiven };
  }
  return {
    current,
    choose(change) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (Object.keys(given).length === 0) return current();
      const wanted = isEnded ? { kiosk: false, ...given } : given;
      const isKept = keeper.keep(wanted);
      if (wanted['kiosk'] === false) isGiven = false;
      // Until it can be kept: a full disk keeps nobody in the whole screen, where it cannot be freed.
      if (isKept || wanted['kiosk'] === false) isEnded = !isKept;
      for (const listener of listeners) listener(current());
      return current();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/**
 * What closing the window means. `hold`: it is the whole screen for good reason, and only who may ends that. `hide`: it
 * goes into the tray. `ask`: the program is to end, which the page may want to ask about.
 */
export function meaningOfClose(
  { kiosk, closeToTray }: Pick<Choices, 'kiosk' | 'closeToTray'>,
  isQuitting: boolean,
): 'hold' | 'hide' | 'ask' {
  // Who may quit (an update that was agreed to; there is no menu for it) does.
  if (isQuitting) return 'ask';
  if (kiosk) return 'hold';
  return closeToTray ? 'hide' : 'ask';
}
