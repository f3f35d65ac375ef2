import { linkTo } from '../parts/links.js';
import { statusMark } from '../parts/marks.js';
import { textIn } from '../work/reading.js';

/** The name of an application that somebody showed: a link with its status where there is such an application. */
export function applicationName(name, estate) {
  const text = textIn(name);
  if (text === undefined) return 'an application without a name';
  return estate.get('application', text) === undefined
    ? text
    : [linkTo('application', text), ' ', statusMark(estate.status(text).status)];
}
