/** How Enter goes on through a form: to the field after this one, past what few need (`data-aside`), at last to what saves. */
export function nextField(form: HTMLFormElement, field: HTMLElement): HTMLElement | undefined {
  const fields = [
    ...form.querySelectorAll<HTMLElement>(
      'input:not([type=radio]), textarea, select, [role=toolbar] [tabindex="0"], [type=submit]',
    ),
  ].filter((one) => one === field || one.closest('[data-aside]') === null);
  return fields[fields.indexOf(field) + 1];
}
