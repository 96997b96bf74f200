import assert from 'node:assert/strict';
import { nearest } from './nearest.js';

describe('nearest', () => {
  it('finds the word that was meant', () => {
    const known = ['profile', 'clock', 'levels', 'boots'];
    assert.equal(nearest('profil', known), 'profile');
    assert.equal(nearest('level', known), 'levels');
    assert.equal(nearest('boot', known), 'boots');
  });
});
