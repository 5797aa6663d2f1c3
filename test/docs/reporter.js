// Jest loads reporters as they are, without compiling them.
module.exports = require('tsx/cjs/api').require('./named-tests-reporter.ts', __filename).default;
