import { fuzzTests } from './fuzz/tests.testing.js';

fuzzTests(2000);
