import type { WordsOf } from '../words-of.ts';
import type { shellWords as zh } from '../zh-CN/shell.ts';

export const shellWords: WordsOf<typeof zh> = {
  server: {
    title: 'Connect to the server',
    text: 'Enter the address of the server, or paste the enrolment link from your supervisor.',
    unreadable:
      'The server’s address that was kept here cannot be read. Please enter it again; the data on this computer is still there.',
    field: 'Server address or enrolment link',
    placeholder: 'e.g. https://192.168.1.20:7480',
    wanted: 'Please enter the server’s address.',
    unsafe:
      'This address cannot be used: it is https:// with a name or an IPv4 address, or a whole enrolment link.',
    notKept: 'The address could not be kept on this computer. Check its free space and try again.',
    given: 'The server’s address was set when the program was started, and cannot be changed here.',
    connect: 'Connect',
    change: 'Change the server’s address',
    whoMay:
      'Only a head or a supervisor who signs in at this desk may change its server: the desk would hand its unsent changes to the new one.',
    changeText: 'This desk and its unsent changes stay. Needed only where the server has a new address.',
    unknown: 'The server’s address is not known: changes stay on this computer.',
    setNow: 'Enter the address',
  },
  search: {
    lookingShort: 'looking for the server',
    movedShort: 'server found, connecting',
    looking: 'Looking for the server at its address and on the local network …',
    there: 'The server answers at its address, but cannot be used yet.',
    notFound: 'Not found at its address nor on the local network ({{time}}).',
    moved:
      'The server is at {{to}} now: this window goes on there after a few quiet seconds, and keeps what was typed.',
    next: 'Next look: {{when}}.',
  },
  link: {
    title: 'Enrolment link',
    setUp: 'The link asks to connect this desk to {{server}}. Make sure that this is your own server.',
    same: 'This is already “{{name}}” of {{site}}, connected to that server: nothing to set up.',
    change:
      'This is already “{{name}}” of {{site}}, connected to {{current}}. The link asks to change to {{server}}. The data here and unsent changes stay; with the server of another site it cannot synchronise.',
    newAuthority:
      'This desk is at {{server}} already. The link says that server has a new root certificate: compare the fingerprint below with your supervisor before you change it. All that is on this machine stays.',
    none: '(none)',
    fingerprint: 'Certificate fingerprint',
    take: 'Connect',
    takeChange: 'Use the new address',
    keep: 'Leave as it is',
    close: 'Close',
  },
  close: {
    title: 'Leave CR Desk?',
    waiting_one:
      '{{count}} change has not reached the server. It is saved on this computer and will be sent the next time; until then other desks do not see it.',
    waiting:
      '{{count}} changes have not reached the server. They are saved on this computer and will be sent the next time; until then other desks do not see them.',
    drafts_one: '{{count}} form is not finished, and will not be kept.',
    drafts: '{{count}} forms are not finished, and will not be kept.',
    sent: 'All changes are sent: you can leave.',
    stay: 'Back',
    send: 'Send, then leave',
    leave: 'Leave anyway',
  },
  window: {
    title: 'Desktop window',
    lockWithComputer: 'Sign out when the computer is locked or sleeps',
    notifyDue: 'Tell of refills and hand-backs by the system while the window is not in front',
    closeToTray: 'Closing the window leaves it in the tray',
    kiosk: 'Whole screen: CR Desk and nothing else',
    mayNot: 'Signing out with the computer and the whole screen are changed by the CR head or a supervisor.',
    on: 'on',
    off: 'off',
    notKept: 'The desktop program could not change this. Please try again.',
  },
  save: {
    asking: 'Another window for saving is still open: finish or cancel it first.',
    ownFolder:
      'CR Desk keeps its own data in this folder. The file was not saved: please choose another place.',
    full: 'The disk is full. The file was not saved.',
    refused:
      'The file was not saved: another program may have it open, or nothing may be written there. Close it, or choose another place.',
    failed: 'The file was not saved. Please try another place.',
  },
  print: {
    receiptPrinter: 'Receipt printer',
    receiptHint:
      'Small slips like an enrolment code are printed here without a question. For this computer alone.',
    none: 'None',
    notThere: '{{name}} (not connected)',
    receipt: 'Print on the receipt printer',
    sent: 'Sent to the receipt printer',
    noPrinter: 'No receipt printer is chosen yet: choose one in Settings → Desktop window.',
    gone: 'The receipt printer is not connected. Connect it and try again, or choose another in Settings → Desktop window.',
    failed: 'Nothing was printed. Please look at the printer and try again.',
  },
  kiosk: {
    title: 'Locked to the whole screen',
    mayLeave: 'Unlocked, the window can be closed, and other programs of the computer can be used.',
    mayNot: 'The CR head or a supervisor signs in and presses F9 to unlock it.',
    leave: 'Unlock',
    key: 'Unlock the whole screen',
  },
  locked: 'The computer was locked or asleep: you were signed out. Unfinished forms are kept.',
  notice: { refill: 'Refill due', ready: 'Hand-back due', noSeat: 'No seat yet' },
  diagnosis: {
    title: 'Help with a fault',
    text: 'A diagnosis file holds versions, states and counts, no customer’s data, no name and no telephone number: it can be sent to your administrator.',
    make: 'Make a diagnosis file',
    logs: 'Open the folder of logs',
    notShown: 'The folder of logs did not open.',
  },
  recovered: {
    crashed:
      'The screen broke down and was brought back. All that was saved is there, and so are unfinished forms.',
    outOfMemory:
      'Memory ran out and the screen was reloaded. All that was saved is there, and so are unfinished forms.',
    hung: 'The screen did not respond and was reloaded. All that was saved is there, and so are unfinished forms.',
  },
  trouble: {
    title: 'The screen broke down several times',
    text: 'It broke down several times within 10 minutes, so the application was not opened by itself. All that was saved is on this computer. Try again; if it goes on, ask your administrator.',
    goOn: 'Open the application',
  },
};
