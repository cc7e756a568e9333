import type { desksWords as zh } from '../zh-CN/desks.ts';
import type { WordsOf } from '../words-of.ts';

export const desksWords: WordsOf<typeof zh> = {
  title: 'Set up another desk',
  text: 'Makes a one-time code for another computer or tablet, valid for 15 minutes. Scan the QR code or open the link; no server address has to be typed.',
  station: 'Station',
  make: 'Make a code',
  another: 'Make another',
  qr: 'QR code of the enrolment link',
  codeFor: 'Enrolment code for a new desk: {{station}}',
  until: 'Valid until {{time}}, once.',
  scan: 'Tablet: scan the QR code with its camera. Computer: open one of the links below.',
  address: 'Server address',
  addressHint:
    'Prefer the name: it stays when an address changes. Where the other device cannot open the name, use the IP address.',
  browserLink: 'Link for a browser',
  appLink: 'Link for the desktop application',
  print: 'Print',
  trust:
    'If the browser says the connection is not private, first open this page on that device, install the root certificate as it explains, and compare the fingerprint:',
  fingerprint: 'SHA-256 of the root certificate',
  ending:
    'The server’s root certificate ends on {{date}}; from then on no desk reaches the server. Tell whoever looks after the server to replace it before then. Afterwards every device has to open an enrolment link again.',
  otherServer: 'This link belongs to another server, {{server}}. Open the link itself in the browser.',
};
