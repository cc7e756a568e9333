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
  name: ['姓名', '客户名称', '客户姓名', '名称', '车主', '车主姓名', '单位名称', 'name', 'customer'],
  kind: ['客户类型', '类型', '性质', 'kind', 'type'],
  gender: ['性别', 'gender', 'sex'],
  phone: ['手机', '手机号', '手机号码', '电话', '联系电话', '电话号码', '固定电话', 'phone', 'mobile', 'tel'],
  idNumber: ['身份证号', '身份证', '身份证号码', '证件号码', 'id number', 'id'],
  birthDate: ['出生日期', '生日', '出生年月日', 'birth date', 'birthday'],
  address: ['地址', '联系地址', '住址', 'address'],
  email: ['邮箱', '电子邮箱', 'email', 'e-mail'],
  employer: ['工作单位', '单位', 'employer', 'company'],
  contactPerson: ['联系人', 'contact', 'contact person'],
  plate: ['车牌', '车牌号', '车牌号码', '牌照', 'plate', 'licence plate', 'license plate'],
  vin: ['车架号', '车架号码', '底盘号', 'vin', '车架号/vin', 'vin码'],
  model: ['车型', '车系', '车辆型号', 'model'],
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
