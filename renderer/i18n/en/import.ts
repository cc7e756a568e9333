import type { importWords as zh } from '../zh-CN/import.ts';
import type { WordsOf } from '../words-of.ts';

export const importWords: WordsOf<typeof zh> = {
  title: 'Import customers and cars',
  intro:
    'Choose a CSV file with column names in the first line. You will see a preview first; importing the same file again creates no duplicates.',
  choose: 'Choose a file',
  drop: 'Drop a CSV file here, or click to choose one',
  template: 'Download a template',
  reading: 'Reading…',
  file: 'File {{name}}, {{count}} rows',
  file_one: 'File {{name}}, {{count}} row',
  readAsChinese:
    'The file is not UTF-8; it was read as GB 18030 (GBK). Check that the Chinese below is right.',
  ignoredColumns: 'Columns not recognised and not imported: {{columns}}',
  values: { private: 'Private', organisation: 'Organisation', male: 'Male', female: 'Female' },
  preview: {
    title: 'Preview',
    all: '{{count}} customers; several rows of one customer are taken together.',
    all_one: '{{count}} customer; several rows of one customer are taken together.',
    first: 'Only the first {{count}} are listed.',
    first_one: 'Only the first is listed.',
  },
  summary: {
    good: '{{count}} rows ready to import',
    good_one: '{{count}} row ready to import',
    bad: '{{count}} rows with errors',
    bad_one: '{{count}} row with errors',
    known: '{{count}} rows already known, skipped',
    known_one: '{{count}} row already known, skipped',
    warned: '{{count}} rows with warnings',
    warned_one: '{{count}} row with warnings',
    leftOut: '{{count}} rows with errors, not imported',
    leftOut_one: '{{count}} row with errors, not imported',
  },
  badRows: {
    save: 'Download the {{count}} rows with errors',
    save_one: 'Download the row with errors',
    fileName: '{{name}}-errors',
    how: 'Rows with errors can be downloaded as CSV: the last column says what is wrong. Mend them and import that file.',
  },
  issues: {
    title: 'Rows to check',
    line: 'Line',
    column: 'Column',
    value: 'Content',
    what: 'Problem, and what to do',
    more: 'Only the first {{count}} are listed.',
    more_one: 'Only the first is listed.',
  },
  problems: {
    name_missing: 'No name; row not imported. Fill in a name.',
    name_too_long: 'The name is longer than 120 characters; row not imported. Shorten it.',
    kind_unknown: 'Unknown kind; row not imported. Write “个人” (private) or “单位” (organisation).',
    gender_unknown:
      'Unknown gender; row not imported. Write “男” (male) or “女” (female), “未知” (unknown), or leave it empty.',
    phone_invalid: 'Not a phone number; row not imported. Use 11 digits, or a landline with its area code.',
    id_invalid: 'The ID number fails its check; row not imported. Compare its 18 characters.',
    date_invalid: 'Not a date; row not imported. Write it like 1990-05-31.',
    plate_invalid: 'Not a plate; row not imported. Write it like 赣D12345 or 赣DF12345.',
    vin_invalid: 'Not a VIN of 17 valid characters; row not imported. Check it.',
    vin_check: 'The VIN’s check digit does not match; imported all the same. Check it for typing errors.',
    text_too_long: 'Too long; row not imported. Shorten it.',
    text_not_storable: 'Contains characters that cannot be saved; row not imported. Delete them.',
    known_plate: 'This plate is already known; skipped.',
    known_plate_new_phone:
      'This plate is already known; row skipped. Its phone differs from the known one and was not taken over.',
    known_plate_new_name:
      'This plate belongs to another customer; row skipped. Its name and phone were not taken over: check the owner.',
    known_vin: 'This VIN is already known; skipped.',
    known_guest: 'A customer with this name and last digits is already known; skipped.',
    repeated: 'Same as an earlier row of the file; skipped.',
    differs: 'Differs from an earlier row of the same customer, which was kept; not taken over. Check it.',
    same_name:
      'An earlier customer has this name, but another ID number or too little to tell that they are one; imported as another customer. Check it.',
    quotes: 'Quotation marks do not pair up; row not imported. Complete or delete those of this line.',
    quotes_before:
      'Caught between unpaired quotation marks of an earlier line; row not imported. Mend that line first.',
  },
  failures: {
    too_large: 'The file is larger than 20 MB. Split it.',
    unreadable:
      'The file could not be read. It may have been moved, or another program has it open: close that and choose the file again.',
    workbook:
      'This is an Excel workbook, which cannot be imported directly. Open it in Excel or WPS, choose File → Save As, the type “CSV UTF-8 (comma delimited)”, and import that file.',
    not_utf8:
      'The encoding of the file was not recognised. Choose File → Save As and the type “CSV UTF-8 (comma delimited)” in your spreadsheet program.',
    empty: 'The file has no data.',
    quotes:
      'Quotation marks of the first line do not pair up, so the column names cannot be read. Complete or delete them.',
    failed:
      'Something went wrong while reading; nothing was imported. Choose the file again; if that does not help, reload the page.',
    no_name_column: 'No column “姓名”, “客户名称” or “name” was found. Check the first line.',
  },
  run: 'Import {{count}} rows',
  run_one: 'Import {{count}} row',
  progress: 'Imported {{done}} / {{total}} · {{rate}} per second',
  cancel: 'Stop',
  done: '{{count}} rows imported.',
  done_one: '{{count}} row imported.',
  stopped: 'Stopped: {{done}} / {{total}} imported. Choose the same file again to continue.',
  failed: 'Interrupted: {{reason}} {{done}} / {{total}} imported; choose the same file again to continue.',
  again: 'Import another file',
};
