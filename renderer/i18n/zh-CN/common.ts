export const commonWords = {
  save: '保存',
  cancel: '取消',
  back: '返回',
  retry: '重试',
  listSeparator: '、',
  labelled: '{{label}}：{{value}}',
  people: '{{count}} 人',
  groups: '{{count}} 组',
  days: { today: '今天', yesterday: '昨天' },
  ago: {
    now: '刚刚',
    minutes: '{{count}} 分钟前',
    today: '今天 {{time}}',
    yesterday: '昨天 {{time}}',
    never: '从未',
  },
} as const;
