import { apiPath } from '../estate/kinds.js';
import { request } from '../session/request.js';
import { confirm } from './confirm.js';
import { tell } from './tell.js';

/** Asks the control server to do something to an object, after asking back where it is dangerous, and tells what became of it. */
export async function perform({ kind, name, action, label, warning }) {
  if (warning && !(await confirm({ title: `${label}: ${name}?`, text: warning, action: label }))) return;
  const { isOk, error } = await request('POST', `${apiPath(kind, name)}/${action}`);
  if (isOk) tell(`${label}: asked of ${name}.`);
  else tell(error.message, 'bad');
}
