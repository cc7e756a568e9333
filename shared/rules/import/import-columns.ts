/** Which column of a customer list is which: by the names people give them, Chinese or English. */

/** What a row can say; of these only `name` is required. */
export const importFields = [
  'name',
  'kind',
  'gender',
  'phone',
  'idNumber',
  'birthDate',
  'address',
  'email',
  'employer',
  'contactPerson',
  'plate',
  'vin',
  'model',
  'colour',
  'note',
] as const;
export type ImportField = (typeof importFields)[number];

const namesByField: Readonly<Record<ImportField, readonly string[]>> = {
  name: [
    '姓名',
    '客户名称',
    '客户姓名',
    '名称',
    '车主',
    '车主姓名',
    '单位名称',
    '客户',
    '姓名/单位',
    'name',
    'customer',
    'customer name',
  ],
  kind: ['客户类型', '类型', '性质', 'kind', 'type'],
  gender: ['性别', 'gender', 'sex'],
  phone: [
    '手机',
    '手机号',
    '手机号码',
    '电话',
    '联系电话',
    '电话号码',
    '固定电话',
    '移动电话',
    '联系手机',
    '客户手机',
    '客户电话',
    '车主电话',
    'phone',
    'mobile',
    'tel',
    'phone number',
    'mobile phone',
  ],
  idNumber: [
    '身份证号',
    '身份证',
    '身份证号码',
    '证件号码',
    '证件号',
    '身份证号/证件号',
    'id number',
    'id',
    'id card',
  ],
  birthDate: ['出生日期', '生日', '出生年月日', '客户生日', 'birth date', 'date of birth', 'birthday'],
  address: ['地址', '联系地址', '住址', '通讯地址', '家庭住址', 'address'],
  email: ['邮箱', '电子邮箱', 'email', 'e-mail'],
  employer: ['工作单位', '单位', 'employer', 'company'],
  contactPerson: ['联系人', 'contact', 'contact person'],
  plate: [
    '车牌',
    '车牌号',
    '车牌号码',
    '牌照',
    '牌照号',
    '牌照号码',
    '号牌号码',
    'plate',
    'plate number',
    'licence plate',
    'license plate',
  ],
  vin: [
    '车架号',
    '车架号码',
    '底盘号',
    'vin',
    '车架号/vin',
    '车架号(vin)',
    'vin码',
    'vin号',
    '车辆识别代号',
    '车辆识别码',
  ],
  model: ['车型', '车系', '车辆型号', '车型名称', 'model', 'car model'],
  colour: ['颜色', '车身颜色', 'colour', 'color'],
  note: ['备注', '说明', 'note', 'remark'],
};

/** Headings of what we wrote beside rows that could not be taken: no data, and no news to whoever imports them. */
export const problemHeadings = ['问题', 'Problem'] as const;

export interface ColumnMatch {
  /** Position of each field that was found. */
  readonly columns: Partial<Record<ImportField, number>>;
  /** Headings that mean nothing to us. */
  readonly ignored: readonly string[];
}

/**
 * Which column holds which field; case, width and spaces within a heading do not matter. Of two columns for
 * one field the first counts.
 */
export function matchColumns(headings: readonly string[]): ColumnMatch {
  const columns: Partial<Record<ImportField, number>> = {};
  const ignored: string[] = [];
  for (const [index, heading] of headings.entries()) {
    const bare = bareHeading(heading);
    const field = importFields.find(
      (one) => columns[one] === undefined && namesByField[one].some((name) => bareHeading(name) === bare),
    );
    if (field) columns[field] = index;
    else if (bare !== '' && !isOurs(bare)) ignored.push(heading.trim());
  }
  return { columns, ignored };
}

/** What each column is, in the order of the headings; null is left out. */
export type ColumnChoice = readonly (ImportField | null)[];

/** What the headings themselves say. */
export function choiceOf(headings: readonly string[]): ColumnChoice {
  const { columns } = matchColumns(headings);
  return headings.map((_, index) => importFields.find((field) => columns[field] === index) ?? null);
}

/** The same as `matchColumns`, but by hand. */
export function chosenColumns(headings: readonly string[], choice: ColumnChoice): ColumnMatch {
  const columns: Partial<Record<ImportField, number>> = {};
  for (const [index, field] of choice.entries()) if (field) columns[field] ??= index;
  const ignored = headings.filter(
    (heading, index) =>
      bareHeading(heading) !== '' &&
      !isOurs(bareHeading(heading)) &&
      !importFields.some((field) => columns[field] === index),
  );
  return { columns, ignored: ignored.map((heading) => heading.trim()) };
}

/** Fields that more than one column was chosen for. */
export function chosenTwice(choice: ColumnChoice): ImportField[] {
  return importFields.filter((field) => choice.filter((one) => one === field).length > 1);
}

/** Lists carry a title, a date or a note above their headings. */
const titleRows = 10;

/** Position of the row with the headings: of the first ones that know a name, where most is known; else the first. */
export function headingRow(table: readonly (readonly string[])[]): number {
  const known = table.slice(0, titleRows).map((row) => {
    const { columns } = matchColumns(row);
    return columns.name === undefined ? 0 : Object.keys(columns).length;
  });
  return Math.max(0, known.indexOf(Math.max(0, ...known)));
}

/** By what a desk remembers a choice: the same headings in the same order. */
export const headingsKey = (headings: readonly string[]) => headings.map(bareHeading).join('|');

const isOurs = (bare: string) => problemHeadings.some((heading) => bareHeading(heading) === bare);

function bareHeading(heading: string): string {
  return heading.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** The template to begin with: headings and one row. */
export const importTemplate = [
  [
    '姓名',
    '客户类型',
    '性别',
    '手机',
    '身份证号',
    '出生日期',
    '地址',
    '工作单位',
    '联系人',
    '车牌号',
    '车架号',
    '车型',
    '颜色',
    '备注',
  ],
  [
    '张三',
    '个人',
    '男',
    '13800000000',
    '',
    '1990-05-31',
    '江西省吉安市',
    '',
    '',
    '赣D12345',
    '',
    '凯美瑞',
    '白',
    '',
  ],
] as const;
