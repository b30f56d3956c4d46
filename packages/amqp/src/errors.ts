import { codeOf, type Facts, factsOf, otherValues, thing } from './error-facts.ts';

/** Why there is no connection, for whoever runs this. */
export interface Trouble {
  /** The setting to look at first, if there is one. */
  readonly setting: 'AMQP_URL' | 'AMQP_QUEUE' | 'AMQP_TOPOLOGY' | undefined;
  /** In our words; the names of queues and rights are the broker's. */
  readonly reason: string;
}

/** In one line, the setting first: `AMQP_URL: nobody listens at that host and port`. */
export function describeTrouble({ setting, reason }: Trouble): string {
  return setting === undefined ? reason : `${setting}: ${reason}`;
}

/** What an error of the broker, or of the way to it, means for whoever runs this. */
export interface AmqpErrorInfo {
  /** The reply code of the broker, `403`, or the name that the network or TLS has for it, `ECONNREFUSED`. */
  readonly code: string;
  readonly trouble: Trouble;
}

type Policy = Trouble | ((facts: Facts) => Trouble);

const about = (setting: Trouble['setting']) => (reason: string) => ({ setting, reason });
const url = about('AMQP_URL');
const queue = about('AMQP_QUEUE');
const topology = about('AMQP_TOPOLOGY');
const noSetting = about(undefined);

const UNTRUSTED = url(
  "the broker's certificate is not trusted: AMQP_CA_FILE names a file with its CA",
);

/** RabbitMQ 4 knows nobody any more, RabbitMQ 3 has given up its quorum queues; also when there is space again. */
const UNTIL_STARTED = 'A broker whose disk was full says that until it is started again';

/**
 * By reply code, by the code of a Node error, or by a name of ours for what has none.
 *
 * @see https://www.rabbitmq.com/docs/channels#error-handling
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const POLICIES: Readonly<Record<string, Policy>> = {
  '320': ({ text }) =>
    text.includes('shutdown')
      ? url('the broker is shutting down')
      : url('an operator closed the connection'),
  '403': whyRefused,
  '404': ({ text }) =>
    topology(`${thing(text)} does not exist; AMQP_TOPOLOGY=declare would make it`),
  '405': ({ text }) => queue(`${thing(text)} is exclusive to another connection`),
  '406': whyPrecondition,
  '506': url('the broker is out of resources'),
  '530': url('the vhost does not exist, or the user has no access to it, or too many connections'),
  '541': url(
    'an internal error of the broker; its log has more. A broker whose disk was full, or whose queue is down, ' +
      'says that until it is started again',
  ),

  ECONNREFUSED: url('nobody listens at that host and port'),
  ECONNRESET: url('the connection was reset'),
  EPIPE: url('the connection was lost'),
  ETIMEDOUT: url('that host and port did not answer in time'),
  EHOSTUNREACH: url('the host cannot be reached'),
  ENETUNREACH: url('the network cannot be reached'),
  ENOTFOUND: url('the host name is not known'),
  EAI_AGAIN: url('the host name could not be looked up'),
  HEARTBEAT: url('the broker or the network has gone silent'),
  CLOSED: url('the connection was closed without a word'),
  NOT_AMQP: url('no AMQP 0-9-1 is spoken there; a port that wants TLS needs amqps://'),

  SILENT: queue('the broker does not answer; the queue may be without a leader'),
  CANCELLED: queue(
    'the broker cancelled the consumer: the queue was deleted, or consumer_timeout is over',
  ),
  GIVEN_UP: noSetting('this consumer gave its messages back'),

  CERT_HAS_EXPIRED: url("the broker's certificate has expired"),
  CERT_NOT_YET_VALID: url("the broker's certificate is not valid yet"),
  ERR_TLS_CERT_ALTNAME_INVALID: url("the broker's certificate is for another host name"),
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_SSL_WRONG_VERSION_NUMBER: url('no TLS is spoken there; amqp:// is without'),
};

/** What `error` means and which setting it is about; any value may be asked about. */
export function explainAmqpError(error: unknown): AmqpErrorInfo {
  const code = codeOf(error);
  const policy = POLICIES[code] ?? url('unexpected; the log has the words of the broker');
  return { code, trouble: typeof policy === 'function' ? policy(factsOf(error)) : policy };
}

/**
 * The right that a method needs: RabbitMQ names it itself only since version 4. Who declares a queue with a
 * dead-letter exchange must be allowed to read the one and write the other.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  'exchange 40.10': 'configure',
  'queue 50.10': 'configure or read',
  'exchange 50.10': 'write',
  'queue 50.20': 'write',
  'exchange 50.20': 'read',
  'queue 60.20': 'read',
  'exchange 60.40': 'write',
};

function whyRefused({ text, method }: Facts): Trouble {
  if (text.includes('Login was refused')) {
    return url(`the user or the password is wrong. ${UNTIL_STARTED}`);
  }
  if (text.includes('exclusive use')) return queue(`${thing(text)} has an exclusive consumer`);
  const named = /(configure|read|write) access/.exec(text)?.[1];
  const kind = thing(text).split(' ', 1)[0];
  const right = named ?? RIGHTS[`${kind} ${method}`] ?? 'necessary';
  return url(`the user lacks the ${right} right on ${thing(text)}`);
}

function whyPrecondition({ text }: Facts): Trouble {
  const argument = /inequivalent arg '([^']+)'/.exec(text)?.[1];
  if (argument !== undefined) {
    const declaration = text.includes('for exchange') ? topology : queue;
    return declaration(
      `${thing(text)} was declared by somebody else with another ${argument}${otherValues(text)}`,
    );
  }
  if (text.includes('timed out')) {
    return noSetting(
      'consumer_timeout of the broker is over: messages were not acknowledged for too long',
    );
  }
  if (text.includes('unknown delivery tag')) return noSetting('a message was acknowledged twice');
  return queue('the broker cannot do this with it as it is');
}
