import { fuzzTests } from '../fuzz/tests.testing.js';

fuzzTests(100_000);
