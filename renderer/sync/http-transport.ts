import {
  bucketAnswer,
  checkAnswer,
  enrolAnswer,
  pullAnswer,
  pushAnswer,
  recoverAnswer,
} from '../../shared/sync/protocol.ts';
import type { CheckTransport, SyncTransport } from '../../shared/sync/transport.ts';
import { callServer } from '../data/call-server.ts';

/** @param serverUrl origin, without a slash at the end */
export function createHttpTransport(serverUrl: string): SyncTransport & CheckTransport {
  return {
    push: (token, body) =>
      callServer(serverUrl, { method: 'POST', path: '/sync/push', token, body, answer: pushAnswer }),
    pull: (token, body) =>
      callServer(serverUrl, { method: 'POST', path: '/sync/pull', token, body, answer: pullAnswer }),
    check: (token, body) =>
      callServer(serverUrl, { method: 'POST', path: '/sync/check', token, body, answer: checkAnswer }),
    bucket: (token, body) =>
      callServer(serverUrl, { method: 'POST', path: '/sync/bucket', token, body, answer: bucketAnswer }),
    recover: (token, body) =>
      callServer(serverUrl, { method: 'POST', path: '/sync/recover', token, body, answer: recoverAnswer }),
    renew: (token, installId) =>
      callServer(serverUrl, {
        method: 'POST',
        path: '/devices/enrol',
        token,
        body: { renew: true, installId },
        answer: enrolAnswer,
      }),
  };
}
