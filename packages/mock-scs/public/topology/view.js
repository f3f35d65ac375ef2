import { urgencyOf } from '../parts/run-states.js';

const smallEstate = 80;
const usuallyOpen = 8;
const mostInGroup = 40;
const mostBoxes = 320;
const mostGroups = 60;
const mostPinned = 12;

/**
 * What of the structure is shown: of each group the members that are sought, as boxes where the group is open, else as counts. However large
 * the estate, there are a few hundred boxes at most. Those that are pinned are shown in groups that are too large to be open by themselves, too.
 */
export function viewOf(structure, estate, { text, toggled, pinned }) {
  const sought = text.trim().toLowerCase();
  const isSmall = estate.size('application') <= smallEstate;
  let boxes = 0;
  const groups = [];
  let groupsLeft = 0;
  for (const group of structure.groups) {
    const found = sought === '' ? group.members : group.members.filter((each) => isSought(each, sought, estate));
    if (found.length === 0 && (sought !== '' || group.members.length > 0)) continue;
    if (groups.length >= mostGroups) {
      groupsLeft += 1;
      continue;
    }
    const isToggled = toggled.has(group.key);
    const isOpen = (isSmall || found.length <= usuallyOpen || sought !== '') !== isToggled;
    const room = Math.min(mostInGroup, mostBoxes - boxes);
    const isPinned = ({ name }) => group.kind === 'application' && pinned.has(name);
    const shown = isOpen
      ? firstOf(found, room, (each) => (isPinned(each) ? -1 : urgency(each, group.kind, estate)))
      : found.filter((each) => !isToggled && isPinned(each)).slice(0, Math.min(mostPinned, room));
    boxes += shown.length;
    groups.push({ ...group, found, shown, isOpen: shown.length > 0 || (isOpen && found.length === 0) });
  }
  return { groups, groupsLeft };
}

/** As many as there is room for; where that is not all, those in trouble come first. */
function firstOf(found, room, rankOf) {
  if (found.length <= room) return found;
  return [...found].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, Math.max(room, 0));
}

export const statusOf = ({ name, state }, kind, estate) => {
  if (kind === 'tenant') return state;
  return kind === 'host' ? estate.hostStatus(name) : estate.status(name).status;
};

const urgency = (object, kind, estate) =>
  object.state === 'disabled' ? 10 : urgencyOf(statusOf(object, kind, estate));

function isSought({ name, type = '', host = '', tenants = [] }, sought, estate) {
  const { status } = type === '' ? {} : estate.status(name);
  return [name, type, host, status ?? '', ...tenants].some((each) => each.toLowerCase().includes(sought));
}
