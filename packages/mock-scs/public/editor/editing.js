import { kinds } from '../estate/kinds.js';
import { addressOf } from '../parts/links.js';
import { confirm } from '../parts/confirm.js';
import { counted } from '../parts/marks.js';
import { tell } from '../parts/tell.js';

/** What the buttons of the editor do to a draft. */
export function editing(draft, { estate, refresh }) {
  const busy = (task) => async (event) => {
    event?.preventDefault();
    if (draft.isBusy) return;
    draft.isBusy = true;
    refresh();
    await task();
    draft.isBusy = false;
    refresh();
    document.querySelector('[aria-invalid="true"]')?.focus();
  };
  return {
    save: busy(() => save(draft, estate)),
    check: busy(() => check(draft)),
    catchUp: busy(() => draft.catchUp()),
    delete: busy(() => remove(draft)),
    undo: busy(async () => {
      draft.findings = [];
      draft.said = '';
      if (draft.isNew) draft.begin(estate);
      else await draft.read();
    }),
  };
}

async function save(draft, estate) {
  const object = readForm(draft);
  if (object === undefined) return;
  if (draft.isNew && estate.get(draft.kind, object.name) !== undefined) {
    draft.problems = { name: `There is a ${draft.kind} of this name already.` };
    return;
  }
  const { isOk, status, error } = await draft.save(object);
  draft.said = isOk
    ? savedText(draft)
    : status === 412
      ? 'Not saved: it had changed meanwhile. Look at the changes, then save again.'
      : refusedText(draft, error);
  if (!isOk) return;
  tell(`${kinds[draft.kind].label} ${object.name} is saved.`);
  if (draft.isNew) location.hash = addressOf(draft.kind, object.name);
}

const savedText = ({ findings }) =>
  findings.length === 0 ? 'Saved.' : `Saved, with ${counted(findings.length, 'warning')}.`;
const refusedText = ({ findings }, error) =>
  findings.length > 0 ? `Not saved: ${counted(findings.length, 'finding')}.` : `Not saved: ${error.message}`;

async function check(draft) {
  const object = readForm(draft);
  if (object === undefined) return;
  const { isOk, error } = await draft.check(object);
  const number = draft.findings.length;
  draft.said = isOk
    ? number === 0
      ? 'The rules find nothing wrong.'
      : `${counted(number, 'finding')}; nothing is saved yet.`
    : error.message;
}

/** The object of the form; where it cannot be read, the fields say why. */
function readForm(draft) {
  const object = draft.toObject();
  if (object === undefined) {
    draft.findings = [];
    draft.said = 'Some fields cannot be read.';
  }
  return object;
}

async function remove(draft) {
  const label = kinds[draft.kind].label.toLowerCase();
  const isSure = await confirm({
    title: `Delete ${draft.name}?`,
    text: `The ${label} leaves the configuration; its DBID is never used again.`,
    action: 'Delete',
  });
  if (!isSure) return;
  const { isOk, status, error } = await draft.delete();
  if (isOk) {
    draft.values = undefined;
    tell(`${kinds[draft.kind].label} ${draft.name} is deleted.`);
    location.hash = '#/configuration';
    return;
  }
  draft.findings = error.findings ?? [];
  draft.said = `Not deleted: ${error.message}`;
  if (status === 412) await draft.catchUp();
}
