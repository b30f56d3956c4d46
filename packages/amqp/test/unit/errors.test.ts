import { describe, expect, it } from 'vitest';
import { AmqpError, describeTrouble, explainAmqpError } from '../../src/index.ts';

/** As amqplib makes them of what the broker answers. */
function refusal(code: number, text: string, method: readonly [number, number]): Error {
  const [classId, methodId] = method;
  const name = text.split(' ', 1)[0]?.replace('_', '-');
  const message = `Operation failed: X; ${code} (${name}) with message "${text}"`;
  return Object.assign(new Error(message), { code, classId, methodId });
}

const coded = (code: string) => Object.assign(new Error('x'), { code });
const DECLARE = [50, 10] as const;
const CONSUME = [60, 20] as const;
const PUBLISH = [60, 40] as const;
const CONFLICT = "PRECONDITION_FAILED - inequivalent arg '";

describe('what an error of the broker means', () => {
  it.each([
    [
      'a wrong password',
      new Error(
        'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN."',
      ),
      '403',
      'AMQP_URL: the user or the password is wrong. A broker whose disk was full says that until it is started again',
    ],
    [
      'a right that RabbitMQ 4 names',
      refusal(
        403,
        "ACCESS_REFUSED - read access to queue 'q' in vhost '/' refused for user 'u'",
        PUBLISH,
      ),
      '403',
      "AMQP_URL: the user lacks the read right on queue 'q'",
    ],
    [
      'a right that RabbitMQ 3 leaves to be guessed',
      refusal(
        403,
        "ACCESS_REFUSED - access to exchange 'x' in vhost '/' refused for user 'u'",
        [40, 10],
      ),
      '403',
      "AMQP_URL: the user lacks the configure right on exchange 'x'",
    ],
    [
      'an exclusive consumer',
      refusal(403, "ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use", CONSUME),
      '403',
      "AMQP_QUEUE: queue 'q' has an exclusive consumer",
    ],
    [
      'a queue that is not there',
      refusal(404, "NOT_FOUND - no queue 'q' in vhost '/'", DECLARE),
      '404',
      "AMQP_TOPOLOGY: queue 'q' does not exist; AMQP_TOPOLOGY=declare would make it",
    ],
    [
      'an exclusive queue',
      refusal(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q'", DECLARE),
      '405',
      "AMQP_QUEUE: queue 'q' is exclusive to another connection",
    ],
    [
      'a queue of another type',
      refusal(
        406,
        `${CONFLICT}x-queue-type' for queue 'q' in vhost '/': received 'quorum' but current is 'classic'`,
        DECLARE,
      ),
      '406',
      "AMQP_QUEUE: queue 'q' was declared by somebody else with another x-queue-type: classic, not quorum",
    ],
    [
      'a queue without an argument',
      refusal(
        406,
        `${CONFLICT}x-overflow' for queue 'q' in vhost '/': received the value 'reject-publish' of type 'longstr' but current is none`,
        DECLARE,
      ),
      '406',
      "AMQP_QUEUE: queue 'q' was declared by somebody else with another x-overflow: none, not reject-publish",
    ],
    [
      'an exchange of another type',
      refusal(
        406,
        `${CONFLICT}type' for exchange 'x' in vhost '/': received 'topic' but current is 'direct'`,
        DECLARE,
      ),
      '406',
      "AMQP_TOPOLOGY: exchange 'x' was declared by somebody else with another type: direct, not topic",
    ],
    [
      'a consumer timeout',
      refusal(
        406,
        'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms.',
        [0, 0],
      ),
      '406',
      'consumer_timeout of the broker is over: messages were not acknowledged for too long',
    ],
    [
      'a tag that is not known',
      refusal(406, 'PRECONDITION_FAILED - unknown delivery tag 77', [60, 80]),
      '406',
      'a message was acknowledged twice',
    ],
    [
      'a vhost that does not exist',
      new Error('Expected ConnectionOpenOk; got <ConnectionClose channel:0>'),
      '530',
      'AMQP_URL: the vhost does not exist, or the user has no access to it, or too many connections',
    ],
    [
      'a broker that ends',
      Object.assign(
        new Error(
          'Connection closed: 320 (CONNECTION-FORCED) with message "CONNECTION_FORCED - broker forced connection closure with reason \'shutdown\'"',
        ),
        { code: 320 },
      ),
      '320',
      'AMQP_URL: the broker is shutting down',
    ],
    [
      'an operator who closes connections',
      Object.assign(
        new Error(
          'Connection closed: 320 (CONNECTION-FORCED) with message "CONNECTION_FORCED - maintenance"',
        ),
        { code: 320 },
      ),
      '320',
      'AMQP_URL: an operator closed the connection',
    ],
    ['nobody who listens', new AggregateError([], ''), 'AggregateError', /unexpected/],
    ['a refused connection', coded('ECONNREFUSED'), 'ECONNREFUSED', /nobody listens/],
    ['an unknown host', coded('ENOTFOUND'), 'ENOTFOUND', /host name is not known/],
    ['no answer', new Error('connect ETIMEDOUT'), 'ETIMEDOUT', /did not answer in time/],
    ['missing heartbeats', new Error('Heartbeat timeout'), 'HEARTBEAT', /gone silent/],
    ['a connection that ends', new Error('Unexpected close'), 'CLOSED', /without a word/],
    [
      'a port of another kind',
      new Error('Frame size 1345270062 exceeds maxFrameSize 67108864'),
      'NOT_AMQP',
      /amqps/,
    ],
    [
      'a certificate of nobody',
      coded('SELF_SIGNED_CERT_IN_CHAIN'),
      'SELF_SIGNED_CERT_IN_CHAIN',
      /AMQP_CA_FILE/,
    ],
    [
      'TLS to a port without',
      coded('ERR_SSL_WRONG_VERSION_NUMBER'),
      'ERR_SSL_WRONG_VERSION_NUMBER',
      /no TLS/,
    ],
    ['a cancelled consumer', new AmqpError('CANCELLED', 'x'), 'CANCELLED', /consumer_timeout/],
    ['anything else', 'no error at all', 'unknown', /unexpected/],
  ])('names the setting and the reason of %s', (_, error, code, why) => {
    const explained = explainAmqpError(error);
    expect(explained.code).toBe(code);
    const said = describeTrouble(explained.trouble);
    if (typeof why === 'string') expect(said).toBe(why);
    else expect(said).toMatch(why);
  });
});
