import { t } from '../texts.js';
import { agentApi } from './agent-api.js';

const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });

/** What else is known of a customer, below `panel`'s head. Where nobody knows, or nothing is known, there is nothing to see. */
export async function showHistory(panel, { tenant, emailAddress, except }) {
  const details = panel.querySelector('.history');
  details.hidden = true;
  if (!emailAddress) return;
  try {
    const { interactions } = await agentApi('contacts', { tenant, query: { emailAddress } });
    const others = interactions.filter(({ id }) => id !== except);
    if (others.length === 0) return;
    details.querySelector('summary').textContent = t('agent.history', { count: others.length, address: emailAddress });
    details.querySelector('ul').replaceChildren(
      ...others.map(({ media, subject, excerpt, startedUtc }) => {
        const item = document.createElement('li');
        const what = document.createElement('strong');
        what.textContent = subject || t(`agent.media.${media}`);
        const when = document.createElement('span');
        when.className = 'small muted';
        when.textContent = `${t(`agent.media.${media}`)} · ${date.format(startedUtc)}`;
        const said = document.createElement('span');
        said.className = 'excerpt';
        said.textContent = excerpt;
        item.append(what, ' ', when, said);
        return item;
      }),
    );
    details.hidden = false;
  } catch {
    // Without the history an agent works as well.
  }
}
