import { describe, expect, it } from 'vitest';
import { NoServersError } from '../../src/index.ts';

describe('NoServersError', () => {
  it('tells the three ways and why each did not work', () => {
    const error = new NoServersError({
      given: 'no URLs were given.',
      containers: 'no Docker engine answers.',
      native: 'RabbitMQ ended with exit code 1\nits last line',
    });
    expect(error.name).toBe('NoServersError');
    expect(error.message).toMatch(/1\. given: .* Here: no URLs were given\./);
    expect(error.message).toMatch(/2\. containers: .* Here: no Docker engine answers\./);
    expect(error.message).toMatch(
      /3\. native: .* Here: RabbitMQ ended with exit code 1\n {3}its last line/,
    );
  });
});
