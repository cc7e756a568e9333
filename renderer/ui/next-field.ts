/** How Enter goes on through a form: to the field after this one, at last to what saves. */
export function nextField(form: HTMLFormElement, field: HTMLElement): HTMLElement | undefined {
  const fields = [
    ...form.querySelectorAll<HTMLElement>('input:not([type=radio]), textarea, select, [type=submit]'),
  ];
  return fields[fields.indexOf(field) + 1];
}
