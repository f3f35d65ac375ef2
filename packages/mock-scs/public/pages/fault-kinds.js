// The faults that the control server can be told to have, and what of each can be said beside its duration.
export const faultKinds = {
  'cut-streams': 'Every event stream is cut, and every one that is opened meanwhile.',
  silence: 'Nothing comes on streams, no heartbeat either; the sockets stay open.',
  delay: 'Everything on streams comes late, in order.',
  duplicate: 'Events come twice.',
  reorder: 'Events overtake the one before.',
  drop: 'Events are missing.',
  empty: 'The snapshot is empty.',
  errors: 'Requests for the snapshot, events and objects fail.',
  'forget-history': 'A new epoch begins; nobody can resume meanwhile.',
};

const probability = { name: 'probability', label: 'Probability', usual: '1', min: 0, max: 1, step: 'any' };

export const parametersOf = {
  delay: [{ name: 'delayMs', label: 'Delay, ms', usual: '500', min: 1, step: 1 }],
  duplicate: [probability],
  reorder: [probability],
  drop: [probability],
  errors: [{ name: 'status', label: 'Status', usual: '503', min: 500, max: 599, step: 1 }, probability],
};
