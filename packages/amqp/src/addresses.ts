import { unescape as decode } from 'node:querystring';
import { readCertificates, splitUrls } from '@post-views/service';
import type { Options } from 'amqplib';

/** As short as the broker's manual advises: a dead network is noticed after two or three times that. */
const HEARTBEAT_SECONDS = 5;
/**
 * The parameter of a URL that names the file with the CA of the broker.
 *
 * @see https://www.rabbitmq.com/docs/uri-query-parameters
 */
export const CA_CERT_FILE = 'cacertfile';

/**
 * The nodes of a cluster, of which one is the present one: the first at the beginning, and after the last the first
 * again. Which of them is of use, only an attempt tells.
 */
export class Addresses {
  readonly #urls: readonly [string, ...string[]];
  #index = 0;
  /** What to connect to. It stays the same object, since amqplib reads it anew for each attempt. */
  readonly target: Options.Connect = {};
  /** The certificates that a broker's may come from, of all of them; those that Node trusts by itself if undefined. */
  readonly ca: readonly string[] | undefined;

  /**
   * @param urls one, or several with commas between
   * @throws when a file of certificates can't be read
   */
  constructor(urls: string) {
    this.#urls = splitUrls(urls);
    const files = this.#urls.flatMap((url) => new URL(url).searchParams.get(CA_CERT_FILE) ?? []);
    this.ca = files.length === 0 ? undefined : [...new Set(files)].flatMap(readCertificates);
    this.#aim();
  }

  get count(): number {
    return this.#urls.length;
  }

  /** Of the present one, without its login: `mq-1:5672`. */
  get host(): string {
    return new URL(this.#url).host;
  }

  /** Turns to the next one. */
  next(): void {
    this.#index = (this.#index + 1) % this.#urls.length;
    this.#aim();
  }

  get #url(): string {
    return this.#urls[this.#index] ?? this.#urls[0];
  }

  #aim(): void {
    Object.assign(this.target, connectOptions(this.#url));
  }
}

/** A URL in the form that amqplib takes beside text; always with the same names, so that one replaces another. */
function connectOptions(
  url: string,
): Record<Exclude<keyof Options.Connect, 'credentials'>, unknown> {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const anonymous = username === '' && password === '';
  const given = (name: string) => searchParams.get(name) ?? undefined;
  return {
    protocol: protocol.slice(0, -1),
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? undefined : Number(port),
    username: anonymous ? undefined : decode(username),
    password: anonymous ? undefined : decode(password),
    // amqplib decodes it.
    vhost: pathname.slice(1),
    heartbeat: given('heartbeat') ?? HEARTBEAT_SECONDS,
    frameMax: given('frameMax'),
    channelMax: given('channelMax'),
    maxFrameSize: given('maxFrameSize'),
    locale: given('locale'),
  };
}
