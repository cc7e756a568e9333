import type { z } from 'zod';
import {
  bucketAnswer,
  checkAnswer,
  claimAnswer,
  enrolAnswer,
  pullAnswer,
  pushAnswer,
  recoverAnswer,
  releaseAnswer,
} from '../../shared/sync/wire/protocol.ts';
import type { CheckTransport, SyncTransport } from '../../shared/sync/wire/transport.ts';
import { callServer } from '../data/call-server.ts';

/** @param serverUrl origin, without a slash at the end @param timeoutMs of each call, where it is not the usual one */
export function createHttpTransport(serverUrl: string, timeoutMs?: number): SyncTransport & CheckTransport {
  const call = <Value>(path: string, token: string, body: object, answer: z.ZodType<Value>) =>
    callServer(serverUrl, {
      ...{ method: 'POST' as const, path, token, body, answer },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  return {
    push: (token, body) => call('/sync/push', token, body, pushAnswer),
    pull: (token, body) => call('/sync/pull', token, body, pullAnswer),
    check: (token, body) => call('/sync/check', token, body, checkAnswer),
    bucket: (token, body) => call('/sync/bucket', token, body, bucketAnswer),
    recover: (token, body) => call('/sync/recover', token, body, recoverAnswer),
    renew: (token, installId) => call('/devices/enrol', token, { renew: true, installId }, enrolAnswer),
    claim: (token, body) => call('/claims', token, body, claimAnswer),
    release: (token, body) => call('/claims/release', token, body, releaseAnswer),
  };
}
