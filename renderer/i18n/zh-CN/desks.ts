/** Setting up further desks, by whoever may. */
export const desksWords = {
  title: '启用新工作台',
  text: '为另一台电脑或平板生成一次性启用码，15 分钟内有效。扫描二维码或打开链接即可，无需输入服务器地址。',
  station: '岗位',
  make: '生成启用码',
  another: '再生成一个',
  qr: '启用链接的二维码',
  codeFor: '{{station}}工作台的启用码',
  until: '{{time}} 前有效，只能使用一次。',
  scan: '平板：用相机扫描二维码。电脑：打开下面的链接。',
  address: '服务器地址',
  addressHint: '优先使用名称：地址变了名称也不变。对方设备打不开名称时，改用数字地址。',
  browserLink: '浏览器链接',
  appLink: '桌面应用链接',
  print: '打印',
  trust: '浏览器提示“不是私密连接”时，请先在那台设备上打开下面的页面，按说明安装根证书，并核对指纹：',
  fingerprint: '根证书指纹',
  ending:
    '服务器的根证书将在 {{date}}到期，到期后所有工作台都连不上服务器。请提前告知维护服务器的人更换根证书，更换后每台设备都要重新打开启用链接。',
  otherServer: '这个链接属于另一台服务器 {{server}}，请在浏览器中直接打开该链接。',
} as const;
