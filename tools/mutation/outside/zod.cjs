module.exports = globalThis.loadedOutside('zod');
