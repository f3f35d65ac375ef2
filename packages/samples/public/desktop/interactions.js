import { t } from '../texts.js';
import { agentApi } from './agent-api.js';

const everyMs = 3000;
const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'short', timeStyle: 'short' });

/** What the Interaction Server has in its queues for the tenant, for as long as the agent has the list open. */
export function followInteractions({ tenant, details = document.getElementById('interactions') }) {
  const isShown = () => details.open && !document.hidden;
  const show = async () => {
    const shown = tenant();
    try {
      const { interactions } = await agentApi('interactions', { tenant: shown });
      if (shown === tenant()) fill(details, interactions);
    } catch (error) {
      fill(details, [], error.message);
    }
  };
  details.addEventListener('toggle', () => isShown() && void show());
  setInterval(() => isShown() && void show(), everyMs);
}

function fill(details, interactions, problem = t('agent.interactionsNone')) {
  details.querySelector('ul').replaceChildren(...interactions.map(lineOf));
  details.querySelector('.empty').textContent = problem;
  details.querySelector('.empty').hidden = interactions.length > 0;
}

function lineOf({ media, service, subject, queue, state, submittedUtc }) {
  const line = document.createElement('li');
  const part = (name, text, className) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (className) element.className = className;
    line.append(element, ' ');
  };
  part('strong', subject || `${t(`agent.media.${media}`)}: ${service}`);
  part('span', t(`agent.state.${state}`), `state is-${state}`);
  part('span', `${queue} · ${time.format(submittedUtc)}`, 'small muted');
  return line;
}
