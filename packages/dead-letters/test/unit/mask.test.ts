import { describe, expect, it } from 'vitest';
import { maskBody, maskHeaders, openBody } from '../../src/mask.ts';

const UUID = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';
const PERSONAL = /203[^\d]{1,6}0[^\d]{1,6}113|2001:|db8|mozilla|x86_64|curl|3405803785/i;

const masked = (body: string | Buffer) => maskBody(Buffer.from(body), 0).text;

describe('maskBody, of JSON', () => {
  it('shows what the contract has, as it was written, but for addresses and user agents', () => {
    const body = `{"post_uuid":"${UUID}","timestamp":"2026-11-24T14:09:02.5+01:00","user_id":18446744073709551615,
      "ip":"203.0.113.9","user_agent":"Mozilla/5.0 (X11; Linux x86_64)","event_id":null,
      "referer":"https://news.example.com/search?q=somebody"}`;
    expect(maskBody(Buffer.from(body), 0)).toEqual({
      json: true,
      text: `{"post_uuid":"${UUID}","timestamp":"2026-11-24T14:09:02.5+01:00","user_id":18446744073709551615,"ip":"***","user_agent":"***","event_id":null,"referer":"https://news.example.com/***"}`,
    });
  });

  it('shows the wrong value by which an event died', () => {
    expect(masked('{"post_uuid":"p-17","timestamp":"tomorrow"}')).toBe(
      '{"post_uuid":"p-17","timestamp":"tomorrow"}',
    );
    for (const time of ['Tue, 24 Nov 2026 14:09:02 GMT', '24.11.2026 2:09 PM', '11/24/2026']) {
      expect(masked(JSON.stringify({ timestamp: time }))).toBe(`{"timestamp":"${time}"}`);
    }
    expect(masked('{"timestamp":{"date":"2026-11-24 14:00:00.000000","timezone":"UTC"}}')).toBe(
      '{"timestamp":{"date":"2026-11-24 14:00:00.000000","timezone":"***"}}',
    );
  });

  it.each([
    ['upper case', '{"IP":"203.0.113.9","User-Agent":"Mozilla/5.0"}'],
    ['other names', '{"clientIp":"203.0.113.9","remote_addr":"203.0.113.9","ua":"curl/8.5.0"}'],
    ['escaped keys', '{"\\u0069p":"203.0.113.9","user\\u005fagent":"curl/8.5.0"}'],
    ['escaped values', '{"ip":"\\u0032\\u0030\\u0033.0.113.9"}'],
    ['nested', '{"event":{"client":[{"ip":{"v4":"203.0.113.9"}}]}}'],
    ['fields that hold something else', '{"post_uuid":"203.0.113.9","timestamp":"Mozilla/5.0"}'],
    ['an address in a date', '{"timestamp":"2001:db8::9"}'],
    ['words in the place of a date', '{"timestamp":"Monday mozilla","event_id":"Mozilla May"}'],
    ['an address in the form of a time', '{"timestamp":"203 0 113 9","post_uuid":"203:0:113:9"}'],
    ['a referer', '{"referer":"http://203.0.113.9/?ua=curl%2F8"}'],
    ['a host made of an address', '{"referer":"http://ip-203-0-113-9.example.com/"}'],
    ['a number', '{"addr":3405803785,"other":3405803785}'],
    ['four numbers', '{"octets":[203,0,113,9]}'],
    ['a key', '{"203.0.113.9":1,"2001:db8::9":2,"Mozilla/5.0":3}'],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ ip: '203.0.113.9', user_agent: 'curl/8' }))],
    ['a list', '[{"ip":"203.0.113.9"},"203.0.113.9","curl/8.5.0"]'],
    ['a byte order mark', '\ufeff{"ip":"203.0.113.9"}'],
    ['__proto__', '{"__proto__":{"ip":"203.0.113.9"}}'],
  ])('masks %s', (_what, body) => {
    const { json, text } = maskBody(Buffer.from(body), 0);
    expect(json).toBe(true);
    expect(text).not.toMatch(PERSONAL);
  });

  it('takes what is nested too deeply for something else than JSON', () => {
    const deep = `${'['.repeat(200_000)}"203.0.113.9"${']'.repeat(200_000)}`;
    expect(masked(deep)).toMatch(/^\[+$/);
  });
});

describe('maskBody, of what is not JSON', () => {
  it('shows its shape, and what is known to be harmless', () => {
    const body = `{"post_uuid":"${UUID}","timestamp":"2026-11-24 14:09:02","ip":"203.0.113.9","user_agent":"Mozilla/5.0 (X11; Li`;
    expect(maskBody(Buffer.from(body), 0)).toEqual({
      json: false,
      text: `{"post_uuid":"${UUID}","timestamp":"2026-11-24 14:09:02","ip":"***","user_agent":"***`,
    });
  });

  it.each([
    ['cut off in an address', '{"ip":"203.0.113.'],
    ['cut off in a user agent', '{"user_agent":"Mozilla/5.0 (X11; Linux x86_64) Apple'],
    ['without a quote', '{"user_agent:"Mozilla/5.0","ip":203.0.113.9}'],
    ['single quotes', "{'ip': '203.0.113.9', 'user_agent': 'curl/8'}"],
    ['upper case', '{"IP":"203.0.113.9","USER_AGENT":"CURL/8",'],
    ['escaped', '{"\\u0069p":"\\u0032\\u0030\\u0033.0.113.9","user\\u005fagent":"curl\\/8",'],
    ['nested', '{"a":{"b":[{"ip":"2001:db8::9","user_agent":"curl/8"}]},'],
    ['a form', 'ip=203.0.113.9&user_agent=Mozilla%2F5.0+%28X11%29'],
    ['an encoded address', 'ip=203%2E0%2E113%2E9&v6=2001%3Adb8%3A%3A9'],
    ['CSV', `${UUID},2026-11-24,203.0.113.9,"Mozilla/5.0 (X11; Linux x86_64)"`],
    ['XML', '<view ip="203.0.113.9"><agent>curl/8</agent></view>'],
    ['a log line', '203.0.113.9 - - "GET / HTTP/1.1" 200 "-" "curl/8.5.0"'],
    ['UTF-16', Buffer.from('{"ip":"203.0.113.9","user_agent":"Mozilla/5.0"}', 'utf16le')],
    [
      'control characters in between',
      '{"ip":"203.\u00000.\u0007113.9","user_agent":"cu\u001brl/8",',
    ],
    ['a number', 'ip: 3405803785'],
    ['numbers apart', '203 0 113 9'],
  ])('masks what is %s', (_what, body) => {
    const { json, text } = maskBody(Buffer.from(body), 0);
    expect(json).toBe(false);
    expect(text.replace(/\0/g, '')).not.toMatch(PERSONAL);
    expect(text).not.toMatch(/\p{Cc}/u);
  });
});

describe('openBody', () => {
  it('shows all, with numbers as they were written', () => {
    const { json, text } = openBody(
      Buffer.from('{"ip":"203.0.113.9","n":1.50,"user_id":18446744073709551615}'),
    );
    expect(json).toBe(true);
    expect(text).toBe(
      '{\n  "ip": "203.0.113.9",\n  "n": 1.50,\n  "user_id": 18446744073709551615\n}',
    );
    expect(openBody(Buffer.from('{"ip":')).text).toBe('{"ip":');
  });
});

describe('maskHeaders', () => {
  it('shows those of the consumer and the broker', () => {
    const headers = {
      'x-reason': 'invalid_json',
      'x-delivery-count': 3,
      'x-death': [{ reason: 'delivery_limit', queue: 'analytics.post_views' }],
      'x-forwarded-for': '203.0.113.9',
      'user-agent': 'curl/8',
      '203.0.113.9': true,
    };
    expect(maskHeaders(headers)).toEqual({
      'x-reason': 'invalid_json',
      'x-delivery-count': '3',
      'x-death': '[{"reason":"delivery_limit","queue":"analytics.post_views"}]',
      'x-forwarded-for': '***',
      'user-agent': '***',
      '***': '***',
    });
  });
});
