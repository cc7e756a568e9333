/** A server for the tests of the engine that says what it is told to, in order, and remembers what it was asked. */
import type {
  ChangeResult,
  ClaimAnswer,
  ClaimRequest,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
  RecoverAnswer,
  RecoverRequest,
  ReleaseRequest,
} from '../wire/protocol.ts';
import type { Answer, SyncTransport, TransportFailure } from '../wire/transport.ts';

type Said<Value> = Value | TransportFailure;
type Asked =
  | { readonly push: PushRequest }
  | { readonly pull: PullRequest }
  | { readonly recover: RecoverRequest }
  | { readonly renew: string }
  | { readonly claim: ClaimRequest }
  | { readonly release: ReleaseRequest };

export interface TestTransport extends SyncTransport {
  readonly asked: Asked[];
  /** Says it to the next push; with nothing to say every change is applied. */
  onPush(answer: Said<PushAnswer> | ((request: PushRequest) => Promise<Said<PushAnswer>>)): void;
  /** Says it to the next pull; with nothing to say there is nothing new. */
  onPull(answer: Said<PullAnswer> | (() => Promise<Said<PullAnswer>>)): void;
  /** Says it to the next recovery; with nothing to say it is epoch-2, restored to version 10. */
  onRecover(answer: Said<Partial<RecoverAnswer>>): void;
  onRenew(answer: Awaited<ReturnType<SyncTransport['renew']>>): void;
  /** Says it to the next claim; with nothing to say it is not reached. */
  onClaim(answer: Said<ClaimAnswer>): void;
}

export function createTestTransport(): TestTransport {
  const asked: Asked[] = [];
  const pushes: Parameters<TestTransport['onPush']>[0][] = [];
  const pulls: Parameters<TestTransport['onPull']>[0][] = [];
  const recoveries: Said<Partial<RecoverAnswer>>[] = [];
  const renewals: Awaited<ReturnType<SyncTransport['renew']>>[] = [];
  const claims: Said<ClaimAnswer>[] = [];
  let lastOpSeq = 0;
  return {
    asked,
    onPush: (answer) => void pushes.push(answer),
    onPull: (answer) => void pulls.push(answer),
    onRecover: (answer) => void recoveries.push(answer),
    onRenew: (answer) => void renewals.push(answer),
    onClaim: (answer) => void claims.push(answer),
    async push(_token, request) {
      asked.push({ push: request });
      const said = pushes.shift() ?? allApplied(request);
      const answer = typeof said === 'function' ? await said(request) : said;
      if ('results' in answer) ({ lastOpSeq } = answer);
      return toAnswer(answer);
    },
    async pull(_token, request) {
      asked.push({ pull: request });
      const said = pulls.shift() ?? tailPage({ cursor: request.cursor ?? 'cursor-1', lastOpSeq });
      return toAnswer(typeof said === 'function' ? await said() : said);
    },
    async recover(_token, request) {
      asked.push({ recover: request });
      const said = recoveries.shift() ?? {};
      return toAnswer('code' in said ? said : { ...restored, ...said });
    },
    async renew(token) {
      asked.push({ renew: token });
      return renewals.shift() ?? { ok: false, failure: { code: 'server_unreachable' } };
    },
    async claim(_token, request) {
      asked.push({ claim: request });
      return toAnswer(claims.shift() ?? { code: 'server_unreachable' });
    },
    async release(_token, request) {
      asked.push({ release: request });
      return toAnswer({ epoch: 'epoch-1', serverTime: 0 });
    },
  };
}

function toAnswer<Value extends object>(said: Said<Value>): Answer<Value> {
  return 'code' in said ? { ok: false, failure: said } : { ok: true, value: said, sentAt: 0, receivedAt: 0 };
}

const restored: RecoverAnswer = {
  epoch: 'epoch-2',
  serverTime: 0,
  head: 1_000_000_010,
  above: 10,
  startsAt: 1_000_000_010,
  refused: [],
};

const envelope = { epoch: 'epoch-1', serverTime: 0, head: 1 };

export function tailPage(about: Partial<PullAnswer> = {}): PullAnswer {
  const fixed = { mode: 'tail', station: 'bar', backedUpTo: 0 } as const;
  return {
    ...envelope,
    ...fixed,
    rows: [],
    scopes: ['site', 'front'],
    cursor: 'cursor-2',
    more: false,
    lastOpSeq: 0,
    ...about,
  };
}

/** The whole of one entity. */
export function bootstrapPage(entity: string, about: Partial<PullAnswer> = {}): PullAnswer {
  return tailPage({ mode: 'bootstrap', range: { entity, after: null, through: null }, more: true, ...about });
}

export function pushAnswerOf(results: ChangeResult[]): PushAnswer {
  return { ...envelope, lastOpSeq: results.at(-1)?.opSeq ?? 0, results };
}

function allApplied({ changes }: PushRequest): PushAnswer {
  return pushAnswerOf(
    changes.map(({ opId, opSeq }): ChangeResult => ({ opId, opSeq, verdict: 'applied', seq: opSeq })),
  );
}
