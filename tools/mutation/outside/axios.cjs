module.exports = globalThis.loadedOutside('axios');
