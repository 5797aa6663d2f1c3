// Jest does not compile what an environment imports.
module.exports = require('tsx/cjs/api').require('./environment.ts', __filename).default;
