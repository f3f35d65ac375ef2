import { describeEmail } from './demo/email.js';
import { describeLiveConsole } from './demo/live-console.js';
import { describeStatusPage } from './demo/status-page.js';
import { describeWidget } from './demo/widget.js';
import { describeInBrowser } from './describe-in-browser.js';

/** One after the other in one estate: the console first, which counts from 0, and last what kills an instance. */
describeInBrowser('the demo in the browser:', (get) => {
  describeLiveConsole(get);
  describeEmail(get);
  describeWidget(get);
  describeStatusPage(get);
});
