const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype] as readonly object[];
const sizes = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);

/** @throws where anything was added to what every object inherits */
export function expectNothingPolluted(): void {
  for (const [at, prototype] of prototypes.entries()) {
    const keys = Reflect.ownKeys(prototype);
    if (keys.length === sizes[at]) continue;
    const added = keys.slice(sizes[at]);
    for (const key of added) Reflect.deleteProperty(prototype, key);
    throw new Error(`every object inherits ${added.map(String).join(', ')} now`);
  }
}
