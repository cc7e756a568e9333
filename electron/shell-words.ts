/** What the shell itself says, where no page can: in the language chosen in the application. */
import type { KeptSettings } from './kept-settings.ts';

const zh = {
  hang: {
    message: 'CR Desk 没有响应',
    detail: '可以再等一会儿，或重新载入。已保存的内容不受影响，没填完的内容会保留。',
    wait: '继续等待',
    reload: '重新载入',
  },
  givenUp: {
    title: 'CR Desk 无法继续',
    text: '界面多次中断，程序将退出。已保存的内容都在本机，请重新启动；如仍然如此，请联系管理员。',
  },
  menu: {
    file: '文件',
    edit: '编辑',
    go: '前往',
    view: '显示',
    window: '窗口',
    about: '关于 CR Desk',
    hide: '隐藏 CR Desk',
    hideOthers: '隐藏其他',
    unhide: '全部显示',
    quit: '退出',
    undo: '撤销输入',
    redo: '重做输入',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    pages: { reception: '到店', customers: '客户', register: '登记表', settings: '设置', status: '同步状态' },
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    reload: '重新载入',
    devTools: '开发者工具',
    minimise: '最小化',
    zoom: '缩放',
    front: '前置全部窗口',
  },
  fileKinds: { xlsx: 'Excel 工作簿', csv: 'CSV 表格', json: 'JSON 文件', crdesk: 'CR Desk 备份' },
  tray: { open: '打开 CR Desk', quit: '退出', waiting: '{count} 项更改待发送', allSent: '已全部发送' },
};

export type ShellWords = typeof zh;

const en: ShellWords = {
  hang: {
    message: 'CR Desk does not respond',
    detail:
      'You can wait a little longer or reload. What is saved is safe, and what was being filled in is kept.',
    wait: 'Wait',
    reload: 'Reload',
  },
  givenUp: {
    title: 'CR Desk cannot go on',
    text: 'The screen broke down several times, so the program ends. All that was saved is on this computer: please start it again, and ask your administrator if it happens again.',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    go: 'Go',
    view: 'View',
    window: 'Window',
    about: 'About CR Desk',
    hide: 'Hide CR Desk',
    hideOthers: 'Hide others',
    unhide: 'Show all',
    quit: 'Quit',
    undo: 'Undo typing',
    redo: 'Redo typing',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    pages: {
      reception: 'Reception',
      customers: 'Customers',
      register: 'Register',
      settings: 'Settings',
      status: 'Synchronisation',
    },
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    reload: 'Reload',
    devTools: 'Developer tools',
    minimise: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring all to front',
  },
  fileKinds: { xlsx: 'Excel workbook', csv: 'CSV table', json: 'JSON file', crdesk: 'CR Desk backup' },
  tray: { open: 'Open CR Desk', quit: 'Quit', waiting: '{count} changes to send', allSent: 'All sent' },
};

const wordsByLanguage: Readonly<Record<KeptSettings['language'], ShellWords>> = { 'zh-CN': zh, en };

export function shellWords(language: KeptSettings['language']): ShellWords {
  return wordsByLanguage[language];
}

/** The program's name, and what waits to be sent. */
export function trayTip(words: ShellWords['tray'], waiting: number): string {
  return `CR Desk · ${waiting === 0 ? words.allSent : words.waiting.replace('{count}', String(waiting))}`;
}
