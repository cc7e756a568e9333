/**
 * Stands in for a PostgreSQL older than 15, which neither the packages nor Debian 12 have: speaks the wire protocol
 * (version 3) as far as a first query, lets everybody in, and answers every question with its version number.
 */
import { createServer, type Server, type Socket } from 'node:net';

/** @param versionNumber `server_version_num`, e.g. 140012 */
export async function startOldPostgres(versionNumber: number): Promise<{ url: string; stop(): void }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]));
      socket.on('data', (data) => answer(socket, data, String(versionNumber)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `postgres://test@127.0.0.1:${port}/test`, stop: () => server.close() };
}

function answer(socket: Socket, data: Buffer, value: string): void {
  if (data[0] !== 'Q'.charCodeAt(0)) return void socket.end();
  const column = Buffer.concat([
    text('server_version_num'),
    int32(0),
    int16(0),
    int32(25),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  const field = Buffer.concat([int32(value.length), Buffer.from(value)]);
  const parts = [
    message('T', Buffer.concat([int16(1), column])),
    message('D', Buffer.concat([int16(1), field])),
    message('C', text('SELECT 1')),
    ready,
  ];
  socket.write(Buffer.concat(parts));
}

const text = (value: string) => Buffer.from(`${value}\0`);

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const ready = message('Z', Buffer.from('I'));
