import { near, reference } from './reference.testing.js';
import { normalCdf, normalQuantile, regularBeta, studentCdf, studentQuantile } from './special.js';

const { student } = reference<{ student: { df: number; share: number; t: number }[] }>('r');

describe('special functions', () => {
  it('agree with qt and pt of R, also between whole degrees of freedom', () => {
    for (const { df, share, t } of student) {
      near(studentQuantile(share, df), t, `t(${share}; ${df})`);
      near(studentCdf(t, df), share, `P(T ≤ ${t}; ${df})`);
    }
  });

  it('know the normal distribution', () => {
    near(normalQuantile(0.975), 1.959963984540054);
    near(normalCdf(-1.959963984540054), 0.025);
  });

  // R: qt(1e-12, 5) and qt(1e-9, 2.5).
  it('keep their precision far out', () => {
    near(studentQuantile(1e-12, 5) / -393.9569595776039, 1);
    near(studentQuantile(1e-9, 2.5) / -3489.583395369991, 1);
  });

  it('take t at infinity', () => {
    near(studentCdf(Number.POSITIVE_INFINITY, 4), 1);
    near(studentCdf(Number.NEGATIVE_INFINITY, 4), 0);
  });

  // I_x(1, b) = 1 − (1 − x)^b.
  it('know the beta distribution', () => near(regularBeta(1, 3, 0.2), 1 - 0.8 ** 3));
});
