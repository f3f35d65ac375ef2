module.exports = globalThis.loadedOutside('undici');
