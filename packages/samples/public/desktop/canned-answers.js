import { t } from '../texts.js';

/** Every answer of the desk that the tenant may use: name and text. */
export const cannedAnswers = (tenant) =>
  JSON.parse(document.getElementById('work').dataset.answers).filter(
    ({ tenants }) => tenants.length === 0 || tenants.includes(tenant),
  );

/** A choice of answers that puts one into the field; a "/" in the empty field goes there. */
export function offerAnswers(select, field, tenant) {
  const answers = cannedAnswers(tenant);
  select.hidden = answers.length === 0;
  const [none] = select.options;
  none.textContent = t('agent.canned');
  select.replaceChildren(none, ...answers.map(({ name }) => new Option(name, name)));
  select.addEventListener('change', () => {
    const text = answers.find(({ name }) => name === select.value)?.text ?? '';
    field.value = field.value === '' ? text : `${field.value} ${text}`;
    select.selectedIndex = 0;
    field.focus();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== '/' || field.value !== '' || answers.length === 0) return;
    event.preventDefault();
    select.focus();
    select.showPicker?.();
  });
}
