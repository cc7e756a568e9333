/** A list to import, and what of it stands on the screen. */

/** With an error, a repetition and a remark in it, so that every kind of line stands in the preview. */
export const mixedList = [
  '姓名,客户类型,手机,车牌号,车架号,车型,积分',
  '钟离春,个人,13800796011,赣DT0T01,1M8GDM9A0KP042788,凯美瑞,3',
  '吉安试验物流有限公司,单位,0796-8888888,赣DT0T02,,海狮,',
  ',个人,13800796012,,,,',
  '百里奚,个人,12345,赣D1234567,,,',
  '钟离春,个人,13800796011,,,,',
].join('\r\n');

/** A preview names the columns as the file does. */
export const listHeadings = (mixedList.split('\r\n')[0] ?? '').split(',');

/** And shows what stands below them first, as it stands there. */
export const listSamples = (mixedList.split('\r\n')[1] ?? '')
  .split(',')
  .filter((cell) => !/^\d+$/.test(cell));
