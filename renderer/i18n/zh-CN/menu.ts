/** The drinks at the bar: what there is, and what to offer in place of what has run out. */
export const menuWords = {
  title: '饮品供应',
  hint: '方向键选择 · Enter 切换供应状态',
  states: { there: '供应', out: '暂不供应' },
  line: { out: '暂缺 {{count}} 种', none: '全部供应' },
  empty: '饮品单上还没有饮品，可在“设置”中新增。',
  optionOut: '{{drink}}（暂不供应）',
  instead: {
    usual: '常点的 {{wanted}} 暂不供应，建议 {{drink}}。',
    usualNone: '常点的 {{wanted}} 暂不供应，请先问过来宾。',
    drink: '{{wanted}} 暂不供应，建议 {{drink}}。',
    drinkNone: '{{wanted}} 暂不供应，请另选饮品。',
    refill: '没有给 {{name}} 续杯：{{wanted}} 暂不供应。',
    serve: '改上 {{drink}}',
  },
  done: { out: '{{drink}} 已改为暂不供应', there: '{{drink}} 已恢复供应' },
  keys: { show: '饮品供应', move: '移到另一种饮品' },
} as const;
