/**
 * The network of a simulated world: every request and answer travels for a while as text, and may be lost,
 * doubled, held back, cut short or replaced by a proxy's page on the way.
 *
 *   device ── request ──▶ (lost | doubled | late) ──▶ server
 *   device ◀── answer ─── (lost | late | cut | HTML | 429, 503 in its place) ── server
 */
import type { z } from 'zod';
import {
  bucketAnswer,
  checkAnswer,
  claimAnswer,
  enrolAnswer,
  protocolVersion,
  pullAnswer,
  pushAnswer,
  recoverAnswer,
  releaseAnswer,
} from '../../shared/sync/wire/protocol.ts';
import { readAnswer, type ReceivedAnswer } from '../../shared/sync/wire/read-answer.ts';
import type { Answer, CheckTransport, SyncTransport } from '../../shared/sync/wire/transport.ts';
import { RequestFailure } from '../../server/request-failure.ts';
import type { VirtualClock } from './clock.ts';
import type { Random } from './random.ts';
import { failureAnswer, type Call, type SimulatedServer } from './server.ts';
import type { Trace } from './trace.ts';

export const faultNames = [
  'lostRequest',
  'doubledRequest',
  'lostAnswer',
  'lateAnswer',
  'cutAnswer',
  'htmlAnswer',
  'tooManyRequests',
  'unavailable',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface NetworkDeps {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly server: SimulatedServer;
  readonly trace: Trace;
  /** Probability of each fault, a request. */
  faultRate(): number;
  /** Whether an answer that is on its way arrives though its server was restarted, or put back to a backup. */
  readonly answersOutlive: boolean;
  onFault(fault: FaultName): void;
}

/** One device's place in the network. */
export interface Line {
  readonly name: string;
  isUp(): boolean;
  /** The device's own clock. */
  now(): number;
}

export interface Network {
  transportOf(line: Line): SyncTransport & CheckTransport;
  /** A hint, for who is reachable at its end; hints get lost without a word. */
  tell(line: Line, hear: () => void): void;
}

const timeoutMs = 30_000;
const unreachable = { ok: false, failure: { code: 'server_unreachable' } } as const;

export function createNetwork(deps: NetworkDeps): Network {
  const { clock, random, server, trace } = deps;
  const travelMs = () => random.int(1, 60);

  function strikes(fault: FaultName): boolean {
    if (!random.chance(deps.faultRate())) return false;
    deps.onFault(fault);
    return true;
  }

  /** Carries the text to the server, and what it says back as far as the device; never answers where lost. */
  async function deliver(line: Line, call: Call, token: string, body: string, back: Back): Promise<void> {
    if (!line.isUp()) return back(null);
    if (!server.isUp()) return back(null);
    const { life } = server;
    const begun = life();
    const answer = await answerOf(call, token, body);
    trace.note(`${line.name} ${call} ${answer.status} ${body.length} ${answer.text.length}`);
    if (strikes('lostAnswer')) return;
    const delay = travelMs() + (strikes('lateAnswer') ? random.int(100, 40_000) : 0);
    clock.after(delay, () =>
      back(line.isUp() && (deps.answersOutlive || life() === begun) ? spoiled(answer) : null),
    );
  }

  async function answerOf(call: Call, token: string, body: string): Promise<ReceivedAnswer> {
    const extra = { retryAfter: random.int(0, 10) };
    if (strikes('tooManyRequests'))
      return failureAnswer(new RequestFailure('too_many_requests', 'Slower.', extra));
    if (strikes('unavailable')) return failureAnswer(new RequestFailure('unavailable', 'Later.', extra));
    return server.handle(call, token, body);
  }

  function spoiled(answer: ReceivedAnswer): ReceivedAnswer {
    if (strikes('cutAnswer'))
      return { ...answer, text: answer.text.slice(0, random.int(0, answer.text.length - 1)) };
    if (strikes('htmlAnswer')) return { status: 200, text: '<html>Please sign in</html>', retryAfter: null };
    return answer;
  }

  function request<Value>(
    line: Line,
    call: Call,
    token: string,
    message: unknown,
    schema: z.ZodType<Value>,
  ): Promise<Answer<Value>> {
    const body = JSON.stringify(message);
    const sentAt = line.now();
    return new Promise((resolve) => {
      clock.after(timeoutMs, () => resolve(unreachable));
      const back: Back = (answer) => {
        if (!answer) return resolve(unreachable);
        const read = readAnswer(answer, schema);
        resolve(read.ok ? { ...read, sentAt, receivedAt: line.now() } : read);
      };
      if (!strikes('lostRequest')) clock.after(travelMs(), () => void deliver(line, call, token, body, back));
      if (strikes('doubledRequest'))
        clock.after(random.int(1, 30_000), () => void deliver(line, call, token, body, () => undefined));
    });
  }

  return {
    transportOf: (line) => ({
      push: (token, message) => request(line, 'push', token, message, pushAnswer),
      pull: (token, message) => request(line, 'pull', token, message, pullAnswer),
      check: (token, message) => request(line, 'check', token, message, checkAnswer),
      bucket: (token, message) => request(line, 'bucket', token, message, bucketAnswer),
      recover: (token, message) => request(line, 'recover', token, message, recoverAnswer),
      renew: (token, installId) =>
        request(line, 'renew', token, { protocol: protocolVersion, renew: true, installId }, enrolAnswer),
      claim: (token, message) => request(line, 'claim', token, message, claimAnswer),
      release: (token, message) => request(line, 'release', token, message, releaseAnswer),
    }),
    tell(line, hear) {
      if (line.isUp() && !random.chance(deps.faultRate())) clock.after(travelMs(), hear);
    },
  };
}

/** Null where the connection broke. */
type Back = (answer: ReceivedAnswer | null) => void;
