/** What the actions of a party work with. */
import type { TFunction } from 'i18next';
import type { Command } from '../../../shared/commands/define.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import type { Floor } from './use-floor.ts';

/** What the screen does not show yet: between a key and the redrawn floor it may be pressed again. */
export interface Pressed {
  /** Visits being seen off. */
  readonly leaving: Set<string>;
  /** When a visit was served, UTC ms. */
  readonly servedAt: Map<string, number>;
  /** Servings that were taken back. */
  readonly takenBack: Set<string>;
}

export interface PartyTools {
  readonly t: TFunction;
  readonly language: string;
  readonly floor: Floor | undefined;
  readonly pressed: Pressed;
  /** Corrected UTC ms. */
  now(): number;
  /** Runs the command; a failure is told, and gives null. */
  run<Input, Output>(
    command: Command<Input, Output>,
    input: Input,
    seen?: SeenVersions,
  ): Promise<{ output: Output } | null>;
}
