/** The page at /trust, in both languages: plain text, without a script, to be read on a telephone and printed. */
import { showFingerprint } from '../../shared/rules/enrol-link.ts';
import type { AuthorityFacts } from '../deps.ts';

interface System {
  readonly name: string;
  readonly steps: readonly string[];
}

interface Words {
  readonly language: string;
  readonly title: string;
  readonly why: string;
  readonly app: string;
  readonly warning: string;
  readonly download: string;
  readonly compareTitle: string;
  readonly compare: string;
  readonly valid: string;
  readonly windows: string;
  readonly systems: readonly System[];
  readonly meansTitle: string;
  readonly means: readonly string[];
}

/** @returns HTML; what it is made of holds nothing that a stranger wrote */
export function trustPage(authority: AuthorityFacts): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CR Desk · 信任本店服务器 · Trust this server</title>
<style>${style}</style>
</head>
<body>
<nav><a href="#zh-CN" lang="zh-CN">中文</a> <a href="#en" lang="en">English</a></nav>
<main>
${sectionOf(chinese, authority)}
${sectionOf(english, authority)}
</main>
</body>
</html>
`;
}

function sectionOf(words: Words, { fingerprint, windowsFingerprint, validTo }: AuthorityFacts): string {
  const systems = words.systems.map(
    ({ name, steps }) => `<h3>${name}</h3>\n<ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol>`,
  );
  return `<section id="${words.language}" lang="${words.language}">
<h1>${words.title}</h1>
<p>${words.why}</p>
<p>${words.app}</p>
<p><strong>${words.warning}</strong></p>
<p><a class="button" href="/ca.crt" download>${words.download}</a></p>
<h2>${words.compareTitle}</h2>
<p>${words.compare}</p>
<dl>
<dt>SHA-256</dt><dd>${showFingerprint(fingerprint)}</dd>
<dt>${words.windows}</dt><dd>${showFingerprint(windowsFingerprint)}</dd>
<dt>${words.valid}</dt><dd>${new Date(validTo).toISOString().slice(0, 10)}</dd>
</dl>
${systems.join('\n')}
<h2>${words.meansTitle}</h2>
<ul>${words.means.map((line) => `<li>${line}</li>`).join('')}</ul>
</section>`;
}

const chinese: Words = {
  language: 'zh-CN',
  title: '让这台设备信任本店服务器',
  why: '本店的 CR Desk 服务器使用自己签发的证书，与各台设备之间的通信因此加密。浏览器初次打开时不认识这张证书，会显示“您的连接不是私密连接”。安装下面的根证书后即可正常使用，包括离线使用和安装为应用。',
  app: 'CR Desk 桌面应用不需要安装：打开启用链接时，它会自行认准本店服务器。',
  warning: '安装前请先核对指纹；指纹不一致时不要安装，并告知主管。',
  download: '下载根证书（cr-desk-ca.crt）',
  compareTitle: '核对指纹',
  compare:
    '主管在“设置 → 启用新工作台”页面、服务器启动时的窗口里都能看到同一个 SHA-256 指纹。系统安装界面显示的指纹应与之完全一致。',
  valid: '有效期至',
  windows: 'SHA-1（Windows 安装界面称“指纹”或“缩略图”）',
  systems: [
    {
      name: 'Windows',
      steps: [
        '双击下载的文件，点“安装证书”。',
        '选“当前用户”，下一步。',
        '选“将所有的证书都放入下列存储”，浏览，选“受信任的根证书颁发机构”，完成。',
        '在安全警告里核对指纹，点“是”。',
        '关闭所有浏览器窗口后重新打开。Firefox 请在“设置 → 隐私与安全 → 证书”中勾选“允许 Firefox 自动信任您安装的第三方根证书”。',
      ],
    },
    {
      name: 'macOS',
      steps: [
        '双击下载的文件，在“钥匙串访问”中加入“登录”钥匙串。',
        '双击列表中的“CR Desk authority …”，核对 SHA-256 指纹。',
        '展开“信任”，把“使用此证书时”设为“始终信任”，关闭窗口并输入密码。',
      ],
    },
    {
      name: 'Android',
      steps: [
        '打开“设置”，搜索“CA 证书”（通常在“安全 → 更多安全设置 → 加密与凭据 → 安装证书”）。',
        '选“CA 证书”，点“仍然安装”，选择下载的文件。',
        '在“受信任的凭据 → 用户”里点开“CR Desk authority …”，核对 SHA-256 指纹。请使用 Chrome。',
      ],
    },
    {
      name: 'iPhone / iPad',
      steps: [
        '用 Safari 下载，允许下载描述文件。',
        '打开“设置 → 已下载描述文件”，点“安装”，在“更多详细信息”里核对指纹。',
        '打开“设置 → 通用 → 关于本机 → 证书信任设置”，打开“CR Desk authority …”的开关。',
      ],
    },
  ],
  meansTitle: '安装意味着什么',
  means: [
    '这台设备会信任本店服务器出示的证书。',
    '这张根证书只能为本店网络内的名称和地址作保，不能冒充其他网站；密钥只保存在本店服务器上。',
    '不再使用时，在安装的同一处删除“CR Desk authority …”即可。',
  ],
};

const english: Words = {
  language: 'en',
  title: 'Let this device trust the dealership’s server',
  why: 'This CR Desk server signs its own certificate, so that all it says to your devices is encrypted. A browser does not know that certificate at first and says “Your connection is not private”. Once the root certificate below is installed, everything works, offline use and installing as an app included.',
  app: 'The CR Desk desktop application needs none of this: opened by an enrolment link it recognises the server by itself.',
  warning:
    'Compare the fingerprint before you install. If it differs, do not install, and tell your supervisor.',
  download: 'Download the root certificate (cr-desk-ca.crt)',
  compareTitle: 'Compare the fingerprint',
  compare:
    'Your supervisor sees the same SHA-256 fingerprint under “Settings → Set up another desk”, and so does whoever starts the server. What your system shows while it installs must be exactly that.',
  valid: 'Valid until',
  windows: 'SHA-1 (“Thumbprint” in the dialog of Windows)',
  systems: [
    {
      name: 'Windows',
      steps: [
        'Double-click the downloaded file and choose “Install Certificate”.',
        'Choose “Current User”, then Next.',
        'Choose “Place all certificates in the following store”, Browse, “Trusted Root Certification Authorities”, Finish.',
        'Compare the thumbprint in the security warning and choose “Yes”.',
        'Close all browser windows and open the browser again. In Firefox, tick “Allow Firefox to automatically trust third-party root certificates you install” under Settings → Privacy & Security → Certificates.',
      ],
    },
    {
      name: 'macOS',
      steps: [
        'Double-click the downloaded file and add it to the “login” keychain in Keychain Access.',
        'Double-click “CR Desk authority …” in the list and compare the SHA-256 fingerprint.',
        'Open “Trust”, set “When using this certificate” to “Always Trust”, close the window and enter your password.',
      ],
    },
    {
      name: 'Android',
      steps: [
        'Open Settings and search for “CA certificate” (usually Security → More security settings → Encryption & credentials → Install a certificate).',
        'Choose “CA certificate”, “Install anyway”, and the downloaded file.',
        'Under Trusted credentials → User, open “CR Desk authority …” and compare the SHA-256 fingerprint. Use Chrome.',
      ],
    },
    {
      name: 'iPhone / iPad',
      steps: [
        'Download with Safari and allow the configuration profile.',
        'Open Settings → Profile Downloaded, choose Install, and compare the fingerprint under More Details.',
        'Open Settings → General → About → Certificate Trust Settings and switch “CR Desk authority …” on.',
      ],
    },
  ],
  meansTitle: 'What installing means',
  means: [
    'This device will trust the certificate that the dealership’s server shows.',
    'The root certificate can vouch for names and addresses of this house’s network alone, and cannot pose as any other site; its key stays on the server.',
    'When it is no longer needed, remove “CR Desk authority …” in the same place.',
  ],
};

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.6 system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; }
nav, main { max-width: 720px; margin: 0 auto; padding: 16px 20px; }
nav a { margin-right: 16px; }
section + section { margin-top: 40px; padding-top: 24px; border-top: 1px solid #8886; }
h1 { font-size: 24px; line-height: 1.3; }
h2 { margin-top: 28px; font-size: 18px; }
h3 { margin: 20px 0 4px; font-size: 16px; }
ol, ul { margin: 0; padding-left: 24px; }
dt { margin-top: 8px; }
dd { margin: 0; font: 15px/1.6 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
a { color: LinkText; }
.button { display: inline-block; padding: 10px 18px; border-radius: 8px; background: #1f5fbf; color: #fff; text-decoration: none; }
@media print {
  nav { display: none; }
  .button { padding: 0; background: none; color: inherit; }
  section + section { break-before: page; border: 0; }
  h2, h3 { break-after: avoid; }
  li, dl { break-inside: avoid; }
}
`;
