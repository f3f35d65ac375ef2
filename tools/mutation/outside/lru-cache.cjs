const { LRUCache } = globalThis.loadedOutside('lru-cache', 'packages/sdk');

// It makes room for all its entries at once, in each of the thousands of load balancers that the tests make.
exports.LRUCache = class extends LRUCache {
  constructor(options) {
    super({ ...options, max: Math.min(options.max, 100) });
  }
};
