/** One text for a forged alias and for a genuine one of another tenant, so that an outsider cannot tell them apart. */
export const invalidAliasMessage =
  'The alias is not valid here: use the alias of an earlier answer for the same tenant, whole and unchanged, or start anew.';
