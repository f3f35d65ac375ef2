import { linkTo } from '../parts/links.js';
import { wordsOf } from '../parts/run-states.js';

/** Why an application shows nothing of its work, and what to do, in a sentence about it. */
export function missingWork({ name, simulated }, estate, subject = linkTo('application', name)) {
  const { status } = estate.status(name);
  if (simulated) return [subject, ' is simulated: it has a status, but does no work that could be seen here.'];
  if (status === 'stopped') return [subject, ' is not running: start it to see what it does.'];
  if (status === 'running') return [subject, ' is running, and has shown nothing of its work yet.'];
  return [subject, ` is ${wordsOf(status)}, and shows nothing of its work.`];
}
