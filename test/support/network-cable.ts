/** The network between one desk and the server, as a cable that a test can pull out while others keep theirs. */
import { connect, createServer, type Socket } from 'node:net';

export interface NetworkCable {
  /** Where the desk finds the server. */
  readonly url: string;
  /** Breaks what is open and lets nothing through. */
  pull(): void;
  /** Pulls it as soon as so many further bytes have come from the server. */
  pullAfter(bytes: number): void;
  plugIn(): void;
  isPulled(): boolean;
  close(): Promise<void>;
}

/** @param port of the server, on this machine */
export async function layCable(port: number): Promise<NetworkCable> {
  const sockets = new Set<Socket>();
  let isPulled = false;
  let bytesLeft = Infinity;
  const pull = () => {
    isPulled = true;
    bytesLeft = Infinity;
    for (const socket of sockets) socket.destroy();
  };
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const ends = createServer((desk) => {
    if (isPulled) return void desk.destroy();
    const server = connect(port, '127.0.0.1');
    keep(desk, server);
    keep(server, desk);
    server.on('data', (bytes) => {
      bytesLeft -= bytes.length;
      if (bytesLeft < 0) pull();
    });
    desk.pipe(server).pipe(desk);
  });
  await new Promise<void>((resolve) => ends.listen(0, '127.0.0.1', resolve));
  const address = ends.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    pull,
    pullAfter: (bytes) => void (bytesLeft = bytes),
    plugIn: () => void (isPulled = false),
    isPulled: () => isPulled,
    async close() {
      pull();
      await new Promise((resolve) => ends.close(resolve));
    },
  };
}
