import { urgencyOf } from '../parts/run-states.js';

const smallEstate = 80;
const usuallyOpen = 8;
const mostInGroup = 40;
const mostBoxes = 320;
const mostGroups = 60;

/**
 * What of the structure is shown: of each group the members that are sought, as boxes where the group is open, else as counts. However large
 * the estate, there are a few hundred boxes at most.
 */
export function viewOf(structure, estate, { text, toggled }) {
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
    const isOpen = (isSmall || found.length <= usuallyOpen || sought !== '') !== toggled.has(group.key);
    const room = isOpen ? Math.min(mostInGroup, mostBoxes - boxes) : 0;
    const shown = firstOf(found, room, group.kind, estate);
    boxes += shown.length;
    groups.push({ ...group, found, shown, isOpen: isOpen && (shown.length > 0 || found.length === 0) });
  }
  return { groups, groupsLeft, isCut: groups.some(({ found, shown }) => shown.length < found.length) };
}

/** As many as there is room for; where that is not all, those in trouble come first. */
function firstOf(found, room, kind, estate) {
  if (found.length <= room) return found;
  if (room <= 0) return [];
  return [...found].sort((a, b) => urgency(a, kind, estate) - urgency(b, kind, estate)).slice(0, room);
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
