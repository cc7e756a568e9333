/** Names of organisations. */

/** A branch or department may follow in brackets: 庐陵商贸有限公司（吉安）. */
const ending = /(?:公司|集团|厂|店|局|院|学校|中心|合作社|事务所|银行)(?:[(（].*[)）])?$/;

/** Whether a name reads like that of an organisation: a suggestion for a form, which a person can change. */
export function looksLikeOrganisation(name: string): boolean {
  return ending.test(name.trim());
}
