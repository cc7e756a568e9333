/**
 * Tells the network by mDNS that a server is here: under its name in `.local`, and as `_crdesk._tcp` with the
 * fingerprint of its authority, by which a desk knows it again when its address changed. Nothing of it is believed
 * unseen: whoever claims the same is found out by the certificate.
 */
import type { EventEmitter } from 'node:events';
import { Bonjour } from 'bonjour-service';
import { protocolVersion } from '../shared/sync/wire/protocol.ts';
import type { ServerConfig } from './config.ts';
import type { ServerTls } from './tls/open-tls.ts';

/** What is put on the network. */
export interface Announced {
  readonly name: string;
  readonly type: 'crdesk';
  readonly host: string;
  readonly port: number;
  readonly txt: { readonly ca: string; readonly protocol: string };
}

const lookEveryMs = 60_000;

/** @returns null where there is nothing to tell: on this machine alone, behind a proxy, with somebody else's certificate */
export function announcementOf(
  { isAnnounced }: Pick<ServerConfig, 'isAnnounced'>,
  tls: Pick<ServerTls, 'authority' | 'announcedAs'>,
  port: number,
): Announced | null {
  const [host, authority] = [tls.announcedAs(), tls.authority];
  if (!isAnnounced || !authority || host === null) return null;
  const { fingerprint: ca } = authority;
  // A name of its own, where two servers have machines of the same name.
  const name = `CR Desk ${host.replace(/\.local$/, '')} ${ca.slice(0, 8)}`;
  return { name, type: 'crdesk', host, port, txt: { ca, protocol: String(protocolVersion) } };
}

/** What this file asks of the library. */
export interface Responder {
  publish(announced: Announced): void;
  /** Says goodbye first, so that nobody waits for a server that was switched off. */
  close(onClosed: () => void): void;
}

export interface AnnouncerDeps {
  /** As of now: names and addresses change. */
  announcement(): Announced | null;
  /** Of the network's cards: records name them, and are written once. */
  addresses(): string;
  onTrouble(error: Error): void;
  open?(onTrouble: (error: Error) => void): Responder;
}

export interface Announcer {
  /** Tells anew where something changed, as it does by itself once a minute. */
  look(): void;
  stop(): Promise<void>;
}

/** A network that takes no multicast is no reason not to serve. */
export function startAnnouncing({
  announcement,
  addresses,
  onTrouble,
  open = openResponder,
}: AnnouncerDeps): Announcer {
  let told = '';
  let responder: Responder | null = null;
  function look(): void {
    const announced = announcement();
    const now = announced ? JSON.stringify([announced, addresses()]) : '';
    if (now === told) return;
    told = now;
    responder?.close(() => undefined);
    responder = null;
    if (!announced) return;
    try {
      responder = open(onTrouble);
      responder.publish(announced);
    } catch (error) {
      onTrouble(error as Error);
    }
  }
  look();
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return {
    look,
    stop: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        if (responder) responder.close(resolve);
        else resolve();
      }),
  };
}

function openResponder(onTrouble: (error: Error) => void): Responder {
  const bonjour = new Bonjour({}, onTrouble);
  // What goes wrong below would end the process for want of a listener.
  (bonjour as unknown as { server: { mdns: EventEmitter } }).server.mdns.on('error', onTrouble);
  return {
    // The fingerprint makes the name its own: nobody is asked whether it is free.
    publish: (announced) => void bonjour.publish({ ...announced, probe: false }),
    close(onClosed) {
      bonjour.unpublishAll(() => {
        bonjour.destroy();
        onClosed();
      });
    },
  };
}
